-- What was fetched
select kind, outcome, count(*) as requests
from ops.fetches
group by all
order by kind, requests desc, outcome;
