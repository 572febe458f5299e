-- The LIKE pattern for text made by word_text(); with an article, the pattern for words that carry it. People write
-- the Arabic article or leave it out, so it is removed here and both forms are tried.
create or replace function word_pattern(words text, article text) returns text immutable parallel safe language sql as $$
  select '% ' || article || replace(replace(regexp_replace(
    btrim(regexp_replace(public.word_text(words), '\s+', ' ', 'g')), '^ال(?=..)', ''), '%', '\%'), '_', '\_') || '%'
$$;
