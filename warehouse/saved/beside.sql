-- Who and what is named in the same articles as somebody.
-- The name may be a part of one, in any case: hearsay sql @beside malk
-- since: null
-- until: null
select
    pairs.name,
    pairs.other_name as beside,
    pairs.other_type as type,
    sum(pairs.articles)::bigint as articles,
    sum(pairs.claims)::bigint as claims
from entity_pairs as pairs
where
    pairs.entity_id in (select entity_id from entities where contains(lower(canonical_name), lower($name)))
    and ($since::timestamptz is null or pairs.day >= $since::timestamptz)
    and ($until::timestamptz is null or pairs.day < $until::timestamptz)
group by pairs.entity_id, pairs.name, pairs.other_id, pairs.other_name, pairs.other_type
order by articles desc, claims desc, pairs.name, beside, pairs.other_id
