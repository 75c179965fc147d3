-- What took effect.
select
    (select count(*) from taking_effect) as texts,
    (select count(*) from extractions_taking_effect) as readings
