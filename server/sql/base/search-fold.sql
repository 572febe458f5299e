-- Spelling-tolerant search text: folds Arabic letter forms and marks that people leave out.
create or replace function search_fold(words text) returns text immutable parallel safe language sql as $$
  select lower(translate(regexp_replace(coalesce(words, ''), '[\u064B-\u0652\u0640]', '', 'g'),
    'أإآٱىةؤئ', 'اااايهوي'))
$$;
