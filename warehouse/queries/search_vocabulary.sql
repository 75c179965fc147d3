-- The terms that a run of letters stands for, numbered in their order.
select run, term, (dense_rank() over (order by term) - 1)::ubigint as number
from (select run, ops.search_stem(unnest(ops.search_words(run))) as term from vocabulary)
