-- Who is cited most, and how: denials, direct quotations, through others.
-- limit: 50
select
    speakers.name,
    speakers.role,
    speakers.organization,
    speakers.claims,
    speakers.outlets,
    round(speakers.denied_share, 2) as denied_share,
    round(speakers.direct_share, 2) as direct_share,
    round(speakers.relayed_share, 2) as relayed_share,
    speakers.last_date
from speakers
order by speakers.claims desc, speakers.name, speakers.entity_id
limit $limit::bigint
