create or replace temp table said_there as
select part_claims.*, readings.* exclude ("row"), key_of(extraction_id || ' claim ' || cue_start) as claim_id,
    hash(claim_id) % 100 as lot
from part_claims join readings using ("row")
order by n, extraction_id, cue_start;

insert into claims by name
select
    claim_id,
    extraction_id,
    article_id,
    version_id,
    cue,
    case cue when 'denied' then 'deny' when 'confirmed' then 'confirm' when 'warned' then 'warn' else 'say' end
        as cue_class,
    cue_start::integer as cue_start,
    cue_end::integer as cue_end,
    content as "content",
    content_start::integer as content_start,
    content_end::integer as content_end,
    [{'start': content_start::integer, 'end': content_end::integer}] as content_spans,
    case when lot < 60 then 'indirect' when lot < 85 then 'direct' else 'mixed' end as quote_type,
    'subject-cue' as construction,
    if(lot = 17, 'Telegram', null) as channel,
    if(lot = 18, 'state media', null) as relay,
    if(lot < 12, extracted_at::date, null) as said_on,
    if(lot < 12, 'on Sunday', null) as said_on_text,
    if(lot = 19, 'reportedly', null) as hedge,
    if(cue = 'denied', 'denied', 'affirmed') as polarity,
    if(lot in (21, 22), 'not verified', null) as verification,
    if(lot = 21, 'this newspaper', null) as verified_by,
    (0.3 + lot / 140)::real as confidence,
    true as verbatim_ok
from said_there
order by n, extraction_id, cue_start;

insert into claim_speakers by name
select
    claim_id,
    0::smallint as number,
    coalesce(name, surface) as speaker,
    surface,
    "start"::integer as "start",
    "end"::integer as "end",
    if(lot % 3 = 0, 'spokesman', null) as role,
    entity_key(code) as entity_id
from said_there left join names using (code)
order by n, extraction_id, cue_start;

insert into claim_entities by name
select claim_id, entity_key(about) as entity_id,
    key_of(extraction_id || about_start || ' ' || about_end) as mention_id
from said_there
where about is not null
order by n, extraction_id, cue_start;

insert into claim_quantities by name
select
    claim_id,
    0::smallint as number,
    value,
    unit,
    if(lot % 5 = 0, 'at least', null) as qualifier,
    value_start::integer as "start",
    value_end::integer as "end"
from said_there
where value is not null
order by n, extraction_id, cue_start
