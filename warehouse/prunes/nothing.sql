-- What is to go, before anything is chosen.
create temp table doomed_articles (article_id text);
create temp table doomed_pages (page_id text);
create temp table doomed_entries (entry_id text);
create temp table doomed_rejects (reject_id text);
create temp table doomed_fetches (fetch_id text);
create temp table doomed_entities (entity_id text)
