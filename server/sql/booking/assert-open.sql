-- Checks time and approval against current facts whenever inventory is taken: placing an order, amending a booking
-- (for what is new in it), late money. closes_at: the instant from which it is no longer sold. Raises HF005, HF007.
create or replace function assert_open(business uuid, closes_at timestamptz) returns void
set search_path = public, pg_temp language plpgsql as $$
begin
  -- Guarantee 10, checked again now, whatever the caller was shown; the business cannot be suspended until this
  -- commits.
  perform 1 from businesses b where b.id = business for key share;
  if not is_public(business) then
    raise exception 'business is not on sale' using errcode = 'HF005', detail = '{"what":"business"}';
  end if;
  if closes_at <= app_now() then
    raise exception 'it has begun' using errcode = 'HF007', detail = (refused_begun()->'detail')::text;
  end if;
end $$;

alter function assert_open(uuid, timestamptz) owner to holdfast_engine;
revoke all on function assert_open(uuid, timestamptz) from public;
