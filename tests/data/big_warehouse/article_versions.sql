insert into article_versions by name
select
    version_id,
    article_id,
    if(number = 1, 'first', 'edit') as cause,
    captured_at,
    fetch_id,
    title,
    if(dice3 < 0.7, ['By Staff Writer ' || zipf(dice2, 2000)], []) as authors,
    left(text, 160) as description,
    text,
    key_of(title || text) as text_hash,
    len(text.string_split(' '))::integer as word_count,
    if(dice2 > 0.97, ['paywall'], []) as flags,
    appeared_at + to_minutes((dice3 * 90)::int) as modified_at
from made
order by n, number
