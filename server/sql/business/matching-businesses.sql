-- Approved businesses that contain all the requested words and, if those do not fill a page, also those with
-- something similar to each word; with the similarity (0 to 1). Runs as the engine, because under row-level security
-- the trigram operators may not use their index; so it restricts itself to public businesses. enable_seqscan is off
-- because the planner takes word similarity for a cheap operator and would compare every row.
create or replace function matching_businesses(asked text) returns table (id uuid, likeness real)
stable security definer set search_path = public, pg_temp
set pg_trgm.word_similarity_threshold = 0.45 set enable_seqscan = off rows 50 language plpgsql as $$
#variable_conflict use_column
declare
  words text[] := array(
    select w from regexp_split_to_table(search_fold(asked), '\s+') w where w <> ''
    order by length(w) desc limit 8);
  inside text[] := array(
    select '%' || regexp_replace(w, '([%_\\])', '\\\1', 'g') || '%' from unnest(words) w);
  found_exactly int;
begin
  if cardinality(words) = 0 then return; end if;
  return query
  select b.id, 1::real from businesses b
  where business_is_public(b.status) and b.search_text like inside[1] and b.search_text like all (inside);
  get diagnostics found_exactly = row_count;
  if found_exactly >= 20 then return; end if;
  return query
  select b.id, (select 0.99 * avg(word_similarity(w, b.search_text)) from unnest(words) w)::real
  from businesses b
  where business_is_public(b.status) and b.search_text %> words[1] and not b.search_text like all (inside)
    -- Looking for a word is cheaper than comparing it, and the first one has been compared.
    and not exists (
      select 1 from unnest(words[2:]) w where not (strpos(b.search_text, w) > 0 or w <% b.search_text));
end $$;

alter function matching_businesses(text) owner to holdfast_engine;
revoke all on function matching_businesses(text) from public;
grant execute on function matching_businesses(text) to holdfast_app;
