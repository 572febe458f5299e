-- Text for "a word begins with": one space before each word, whatever separated them.
create or replace function word_text(words text) returns text immutable parallel safe language sql as $$
  select ' ' || translate(public.search_fold(words), '-–_/\,.;:،؛()[]''"', '                 ')
$$;
