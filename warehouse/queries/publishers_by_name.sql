-- Every publisher, with what it may be called by.
select publisher_id, domain, name
from publishers
order by domain
