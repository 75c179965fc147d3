-- The addresses, and the requests and refusals that have to do with them.
create or replace temp table doomed_urls as
select url from ops.pages where page_id in (select page_id from doomed_pages)
union
select url from entries where entry_id in (select entry_id from doomed_entries)
union
select page_url from entries where entry_id in (select entry_id from doomed_entries)
union
select canonical_url from articles where article_id in (select article_id from doomed_articles);

create or replace temp table doomed_fetches as
select fetch_id
from ops.fetches
where kind = 'page'
    and (
        url in (select url from doomed_urls where url is not null)
        or final_url in (select url from doomed_urls where url is not null)
        or fetch_id in (
            select fetch_id from article_versions where article_id in (select article_id from doomed_articles)
        )
        or fetch_id in (select last_fetch_id from ops.pages where page_id in (select page_id from doomed_pages))
    );

create or replace temp table doomed_rejects as
select reject_id
from ops.rejects
where url in (select url from doomed_urls where url is not null)
    or fetch_id in (select fetch_id from doomed_fetches)
