-- Which people are named together most often in one article?
select name as one, other_name as other, sum(articles)::bigint as articles
from entity_pairs
where type = 'person' and other_type = 'person' and name < other_name
group by name, other_name
having sum(articles) > 1
order by articles desc, one, other
limit 10;
