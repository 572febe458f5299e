-- Locations in a city, as in_city() finds them: by their own city, or by their business's when they name none; no
-- more than `most`.
create or replace function places_in(city text, most int) returns uuid[]
stable security definer set search_path = public, pg_temp language plpgsql as $$
declare
  plain text := word_pattern(city, '');
  article text := word_pattern(city, 'ال');
begin
  return array(
    select l.id from locations l where l.city_words like plain or l.city_words like article
    union all
    select l.id from businesses b join locations l on l.business_id = b.id and l.city_words = '  '
    where b.city_words like plain or b.city_words like article
    limit most);
end $$;

alter function places_in(text,integer) owner to holdfast_engine;
revoke all on function places_in(text,integer) from public;
