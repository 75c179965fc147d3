insert into mentions by name
select
    key_of(extraction_id || found."start" || ' ' || found."end") as mention_id,
    extraction_id,
    article_id,
    version_id,
    found."start"::integer as "start",
    found."end"::integer as "end",
    surface,
    type,
    'name' as kind,
    entity_key(code) as entity_id,
    name as canonical_name,
    if(found."start" % 10 = 0, 'spokesman', null) as role
from part_mentions as found join readings using ("row") join names using (code)
order by n, extraction_id, found."start"
