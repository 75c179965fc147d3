-- A gap suspected again is the row that is there; what came of filling it is the latest word.
update ops.gaps
set
    tried_at = new.tried_at,
    tried_with = new.tried_with,
    entries_found = new.entries_found,
    articles_found = new.articles_found,
    problem = new.problem
from (
    select * exclude (position)
    from batch
    where tried_at is not null
    qualify row_number() over (partition by gap_id order by position desc) = 1
) as new
where gaps.gap_id = new.gap_id;

insert into ops.gaps by name
select batch.* exclude (position)
from batch anti join known using (gap_id)
qualify row_number() over (partition by gap_id order by position) = 1
order by position
