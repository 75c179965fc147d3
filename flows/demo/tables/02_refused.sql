-- What was refused, and why
select stage, reason, url, left(detail, 60) as detail
from ops.rejects
order by stage, reason, url;
