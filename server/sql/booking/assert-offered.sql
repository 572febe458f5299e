-- Checks that today's catalogue still offers what was just taken, for the part the booking did not own before, with
-- the units held: an edit of those units either came first and is seen here, or waits for these claims and sees them.
-- Amendments and late money pass through here: they were not judged at a version of the catalogue, so what is new in
-- them is judged now. Orders were: refuse_unsaleable() refuses any edit since, and the server judges them again.
-- items: rows by column name, as they will be; owned: the booking's claims before. Raises HF005.
create or replace function assert_offered(want wanted, items jsonb, owned claims[]) returns void
set search_path = public, pg_temp language plpgsql as $$
begin
  if exists (
    select from jsonb_to_recordset(items) i (id uuid, kind text, offering_id uuid, starts_at timestamptz,
      ends_at timestamptz, details jsonb)
    join (
      select x.business_id, x.booking_id, x.item_id, x.generation from unnest(want.claims) x
      union select x.business_id, x.booking_id, x.item_id, x.generation from unnest(want.picks) x
      union select x.business_id, x.booking_id, x.item_id, x.generation from unnest(want.buckets) x) w on w.item_id = i.id
    join bookings b on b.business_id = w.business_id and b.id = w.booking_id
    cross join lateral (
      select c.unit_id, new_time
      from claims c cross join lateral unnest(
        tstzmultirange(tstzrange(i.starts_at, i.ends_at) * tstzrange(c.starts_at, c.ends_at))
          - coalesce((select range_agg(tstzrange(o.starts_at, o.ends_at)) from unnest(owned) o where o.unit_id = c.unit_id),
            '{}'::tstzmultirange)) new_time
      where c.business_id = w.business_id and c.booking_id = w.booking_id and c.item_id = i.id
        and c.generation = w.generation and c.blocking and c.seat_no = 0
      union all
      select null, tstzrange(i.starts_at, i.ends_at)
      where exists (select from unnest(want.buckets) k where k.item_id = i.id)) n
    cross join lateral unnest(misfits(w.business_id, i.kind, i.offering_id, b.location_id, n.unit_id, lower(n.new_time),
      upper(n.new_time), i.details)) reason
    -- A clock change, or a staff member now at another location, does not refuse; the desk may sell at an inactive
    -- location.
    where reason not in ('clock-changed', 'staff-elsewhere') and (reason <> 'location-inactive' or b.source <> 'desk')) then
    raise exception 'it is not offered any more' using errcode = 'HF005', detail = '{"what":"unit"}';
  end if;
end $$;

alter function assert_offered(wanted,jsonb,claims[]) owner to holdfast_engine;
revoke all on function assert_offered(wanted,jsonb,claims[]) from public;
