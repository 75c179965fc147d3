-- Which claims left an article, or came into it, when it was edited?
select left(new_title, 30) as now_titled, 'withdrawn' as change, left(gone.item.content, 55) as claim
from edits, unnest(claims_gone) as gone (item)
union
select left(new_title, 30), 'added', left(new.item.content, 55)
from edits, unnest(claims_new) as new (item)
order by now_titled, change desc, claim
limit 15;
