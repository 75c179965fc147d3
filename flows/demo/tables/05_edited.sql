-- Articles that changed between the two visits
select versions.number, versions.cause, versions.title, versions.word_count as words
from versions_numbered as versions
where article_id in (select article_id from versions_numbered where number > 1)
order by versions.article_id, versions.number;
