-- Who speaks on Telegram or Mastodon, and how often elsewhere?
select
    speaker,
    string_agg(distinct channel, ', ' order by channel) filter (where channel in ('Telegram', 'Mastodon')) as channel,
    count(*) filter (where channel in ('Telegram', 'Mastodon')) as claims_there,
    count(*) filter (where channel not in ('Telegram', 'Mastodon')) as on_other_channels,
    count(*) filter (where channel is null) as no_channel_told
from said
group by speaker
having claims_there > 0
order by claims_there desc, speaker;
