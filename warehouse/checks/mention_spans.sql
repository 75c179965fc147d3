-- A mention whose offsets are not those of its surface in the text.
select
    mentions.mention_id,
    mentions.version_id,
    mentions.start,
    mentions."end",
    mentions.surface,
    substr(versions.text, mentions.start + 1, mentions."end" - mentions.start) as found
from mentions
join article_versions as versions using (version_id)
where mentions.start is null or mentions."end" is null
    or mentions.start < 0 or mentions."end" <= mentions.start or mentions."end" > length(versions.text)
    or found is distinct from mentions.surface
order by mentions.mention_id
