-- What the other statements call by name. Keys are 20 hex digits, as transforms.identity.key makes them.
-- Variables: articles (how many the warehouse has), publishers. Frames: part_docs, part_mentions, part_claims, names.
create or replace temp macro key_of(text) as left(md5(text), 20);
create or replace temp macro zipf(dice, number) as floor(exp(dice * ln(number + 1)) - 1)::bigint;
create or replace temp macro publisher_key(number) as key_of('publisher ' || number);
create or replace temp macro feed_key(number) as key_of('feed ' || number);
create or replace temp macro article_key(number) as key_of('article ' || number);
create or replace temp macro version_key(n, version) as key_of('version ' || n || ' ' || version);
create or replace temp macro entity_key(code) as key_of('entity ' || code);
create or replace temp macro run_key(n) as key_of('run ' || n // 500);
create or replace temp macro domain_of(publisher) as 'news' || publisher || '.example';
-- The warehouse's articles come evenly from 2022 to October 2026, further ones one a minute after that.
create or replace temp macro captured(n, version) as
    case
        when n < getvariable('articles')
            then make_timestamptz(2022, 1, 1, 0, 0, 0, 'UTC')
                + to_seconds(n * (152_236_800 / getvariable('articles')))
        else make_timestamptz(2026, 11, 1, 0, 0, 0, 'UTC') + to_minutes(n - getvariable('articles'))
    end + to_hours(7 * (version - 1));
