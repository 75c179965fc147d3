-- The publishers with a key, domain or name; parameter: name.
select publisher_id
from publishers
where $name = publisher_id or lower($name) in (lower(domain), lower(name))
