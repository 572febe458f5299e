-- Why: a dump is restored with an empty search_path, and generated columns are computed anew then. word_text() called
-- search_fold() without its schema, so every row of businesses, locations and stops was refused. The function stands in
-- sql/base as well; it is replaced here already, because a later migration that rewrites one of these tables computes the
-- columns before the files of sql/ are applied. What is stored stays as it is: the function answers the same. Locks: none.

create or replace function word_text(words text) returns text immutable parallel safe language sql as $$
  select ' ' || translate(public.search_fold(words), '-–_/\,.;:،؛()[]''"', '                 ')
$$;
