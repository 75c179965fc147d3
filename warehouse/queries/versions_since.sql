-- How many versions of articles some addresses gave since a time; parameters: urls, since.
select fetches.url, count(*) as versions
from ops.fetches as fetches
join article_versions as versions using (fetch_id)
where fetches.url in (select unnest($urls)) and versions.loaded_at >= $since
group by fetches.url
order by fetches.url
