-- What a newer word list says of a newsroom replaces what an older one said.
update publishers
set
    domain = new.domain,
    name = new.name,
    owner = new.owner,
    country = new.country,
    is_wire = new.is_wire
from (
    select
        batch.publisher_id,
        coalesce(batch.domain, stored.domain) as domain,
        coalesce(batch.name, stored.name) as name,
        coalesce(batch.owner, stored.owner) as owner,
        coalesce(batch.country, stored.country) as country,
        coalesce(batch.is_wire, stored.is_wire) as is_wire
    from batch join publishers as stored using (publisher_id)
    qualify row_number() over (partition by batch.publisher_id order by position desc) = 1
) as new
where publishers.publisher_id = new.publisher_id
    and (
        publishers.domain,
        publishers.name,
        publishers.owner,
        publishers.country,
        publishers.is_wire
    ) is distinct from (
        new.domain,
        new.name,
        new.owner,
        new.country,
        new.is_wire
    );

insert into publishers by name
select batch.* exclude (position)
from batch anti join known using (publisher_id)
qualify row_number() over (partition by publisher_id order by position desc) = 1
order by position
