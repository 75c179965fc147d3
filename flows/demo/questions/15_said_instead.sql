-- Whose claims did an edit take out, and what do they say in the new text instead?
with gone as (
    select new_version_id, outlet, item.speaker, string_agg(left(item.content, 45), ' / ' order by item.content) as taken_out
    from edits, unnest(claims_gone) as lost (item)
    where item.confidence >= 0.5
    group by all
),

new as (
    select new_version_id, item.speaker, string_agg(left(item.content, 45), ' / ' order by item.content) as put_in
    from edits, unnest(claims_new) as found (item)
    where item.confidence >= 0.5
    group by all
)

select gone.outlet, gone.speaker, gone.taken_out, coalesce(new.put_in, 'nothing') as put_in
from gone
left join new using (new_version_id, speaker)
order by gone.outlet, gone.speaker nulls last;
