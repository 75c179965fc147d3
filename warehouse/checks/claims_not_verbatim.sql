-- A claim said to be verbatim whose offsets do not give its content: the fragments, or else the whole span.
with fragments as (
    select
        claims.claim_id,
        claims.version_id,
        claims.content,
        substr(versions.text, claims.content_start + 1, claims.content_end - claims.content_start) as whole,
        array_to_string(
            list_transform(
                claims.content_spans,
                lambda span: substr(versions.text, span."start" + 1, span."end" - span."start")
            ),
            ' … '
        ) as joined
    from claims
    join article_versions as versions using (version_id)
    where claims.verbatim_ok
)

select *
from fragments
where content is distinct from whole and content is distinct from joined
order by claim_id
