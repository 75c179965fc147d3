-- What a feed says of itself replaces what it said before; what it does not say stays.
update feeds
set
    url = new.url,
    publisher_id = new.publisher_id,
    kind = new.kind,
    title = new.title,
    language = new.language,
    site_url = new.site_url,
    status = new.status,
    status_reason = new.status_reason
from (
    select
        batch.feed_id,
        coalesce(batch.url, stored.url) as url,
        coalesce(batch.publisher_id, stored.publisher_id) as publisher_id,
        coalesce(batch.kind, stored.kind) as kind,
        coalesce(batch.title, stored.title) as title,
        coalesce(batch.language, stored.language) as language,
        coalesce(batch.site_url, stored.site_url) as site_url,
        coalesce(batch.status, stored.status) as status,
        coalesce(batch.status_reason, stored.status_reason) as status_reason
    from batch join feeds as stored using (feed_id)
    qualify row_number() over (partition by batch.feed_id order by position desc) = 1
) as new
where feeds.feed_id = new.feed_id
    and (
        feeds.url,
        feeds.publisher_id,
        feeds.kind,
        feeds.title,
        feeds.language,
        feeds.site_url,
        feeds.status,
        feeds.status_reason
    ) is distinct from (
        new.url,
        new.publisher_id,
        new.kind,
        new.title,
        new.language,
        new.site_url,
        new.status,
        new.status_reason
    );

insert into feeds by name
select batch.* exclude (position) replace (coalesce(status, 'active') as status)
from batch anti join known using (feed_id)
qualify row_number() over (partition by feed_id order by position desc) = 1
order by position
