-- How many of some segments are there.
select count(*) as there from ops.search_segments semi join old_in using (segment)
