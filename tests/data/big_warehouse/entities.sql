-- The entities that texts name, what they are called, and which are counted as another.
insert into entities by name
select entity_key(code) as entity_id, type, name as canonical_name, if(code % 3 = 0, 'GB', null) as country
from names semi join (select distinct entity_id from mentions) as named on named.entity_id = entity_key(code)
order by code;

insert into entity_aliases by name
select entity_key(code) as entity_id, name as alias from names
semi join (select distinct entity_id from mentions) as named on named.entity_id = entity_key(code)
union all
select entity_key(code), string_split(name, ' ')[2] from names
semi join (select distinct entity_id from mentions) as named on named.entity_id = entity_key(code)
where type = 'person';
