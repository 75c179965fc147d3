-- Which people are named together most often in one article?
with named as (
    select distinct article_id, canonical_name as name
    from current_mentions
    where entity_id is not null and type = 'person'
)

select one.name as one, other.name as other, count(*) as articles
from named as one
join named as other on other.article_id = one.article_id and other.name > one.name
group by one.name, other.name
having count(*) > 1
order by articles desc, one, other
limit 10;
