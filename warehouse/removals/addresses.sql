-- The addresses and identifiers by which feeds name what is chosen.
select url as name from doomed_urls where url is not null
union
select guid from entries where guid is not null and entry_id in (select entry_id from doomed_entries)
order by name
