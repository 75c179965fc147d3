-- Who denied what?
select speaker, cue, left(claim, 50) as denied, outlet
from said
where polarity = 'denied'
order by speaker nulls last, outlet, denied
limit 12;
