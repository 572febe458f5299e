-- Stops of approved businesses, sorted by id: the one with that id, or those whose name or city contains the words.
create or replace function matching_stops(stop uuid, asked text) returns uuid[]
stable security definer set search_path = public, pg_temp language plpgsql as $$
declare
  plain text := word_pattern(asked, '');
  article text := word_pattern(asked, 'ال');
begin
  if stop is not null then
    return array(select s.id from stops s join businesses b on b.id = s.business_id
                 where s.id = stop and business_is_public(b.status));
  end if;
  return array(select s.id from stops s join businesses b on b.id = s.business_id
               where (s.words like plain or s.words like article) and business_is_public(b.status)
               order by s.id);
end $$;

alter function matching_stops(uuid,text) owner to holdfast_engine;
revoke all on function matching_stops(uuid,text) from public;
