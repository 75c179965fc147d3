-- The latest word of the user, as a whole: what is absent is set no longer.
update ops.feed_settings
set
    min_minutes = new.min_minutes,
    max_minutes = new.max_minutes,
    language = new.language,
    publisher = new.publisher,
    folder = new.folder,
    changed_at = new.changed_at
from (
    select *
    from batch
    qualify row_number() over (partition by feed_id order by position desc) = 1
) as new
where feed_settings.feed_id = new.feed_id
    and (
        feed_settings.min_minutes,
        feed_settings.max_minutes,
        feed_settings.language,
        feed_settings.publisher,
        feed_settings.folder
    ) is distinct from (
        new.min_minutes,
        new.max_minutes,
        new.language,
        new.publisher,
        new.folder
    );

insert into ops.feed_settings by name
select batch.* exclude (position)
from batch anti join known using (feed_id)
qualify row_number() over (partition by feed_id order by position desc) = 1
order by position
