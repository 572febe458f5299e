-- Answers the orders of a batch that cannot be placed whatever else the batch holds: the key has an answer, the
-- business is not on sale, it has begun, somebody owns a unit, or what is wanted was edited since it was judged. The
-- caller holds the locks of the units, so what is read here stays true until the batch commits.
create or replace function refuse_unsaleable(lines order_line[], bs booking_line[], items item_line[], want wanted, owners jsonb,
                                             outcomes jsonb[])
returns jsonb[] set search_path = public, pg_temp language plpgsql as $$
declare
  closed uuid[] := array(
    -- offset 0: asked once for each business, not for each booking.
    select b.business_id from (select distinct x.business_id from unnest(bs) x offset 0) b where not is_public(b.business_id));
  edited jsonb[];
  r record;
begin
  -- offset 0, here and below: each row is looked up by its key, even where the planner believes that there are few.
  select array_agg(o.n) as ns into r from unnest(lines) o cross join lateral (
    select from idempotency_keys k
    where k.scope = o.scope and k.key = o.key and k.created_at > o.at - interval '72 hours' offset 0) k;
  outcomes := answer_lines(outcomes, coalesce(r.ns, '{}'), '{"outcome": "answered"}');

  for r in
    select owner_of(owners, i.booking_id) as n, bool_or(i.business_id = any (closed)) as is_closed
    from unnest(items) i
    where i.business_id = any (closed) or i.sale_ends_at <= lines[owner_of(owners, i.booking_id)].at
    group by 1
  loop
    outcomes[r.n] := coalesce(outcomes[r.n], case when r.is_closed then refused('HF005', '{"what": "business"}')
      else refused_begun() end);
  end loop;

  for r in
    select owner_of(owners, c.booking_id) as n, bool_or(x.expires_at <= lines[owner_of(owners, c.booking_id)].at) as overdue,
      jsonb_agg(distinct jsonb_build_object('itemId', c.item_id, 'unitId', c.unit_id, 'seatNo', c.seat_no)) as missed
    from unnest(want.claims) c cross join lateral (
      select w.expires_at from claims_within(c.business_id, c.unit_id, c.starts_at, c.ends_at) w where c.seat_no = 0
      union all
      select s.expires_at from claims s
      where c.seat_no > 0 and s.business_id = c.business_id and s.unit_id = c.unit_id and s.seat_no = c.seat_no
        and s.blocking and s.seat_no > 0 and s.from_position < c.to_position and s.to_position > c.from_position) x
    group by 1
  loop
    outcomes[r.n] := coalesce(outcomes[r.n], refused_taken('claim', r.missed, false, coalesce(r.overdue, false)));
  end loop;

  -- The rows of units and pools are locked, as is_catalogue_current() requires.
  edited := array(
    select c.judged from (
      select distinct x as judged from unnest(lines) o, jsonb_array_elements(o.catalogues) x offset 0) c
    where not is_catalogue_current((c.judged->>'businessId')::uuid, (c.judged->>'version')::bigint));
  select array_agg(o.n) as ns into r from unnest(lines) o where edited <> '{}' and exists (
    select from jsonb_array_elements(o.catalogues) c where c = any (edited));
  outcomes := answer_lines(outcomes, coalesce(r.ns, '{}'), refused('HF005', '{"what": "catalogue"}'));

  select array_agg(distinct n) as ns into r from (
    select owner_of(owners, w.booking_id) as n from (
      select c.business_id, c.booking_id, c.unit_id from unnest(want.claims) c where c.seat_no = 0
      union
      select p.business_id, p.booking_id, u from unnest(want.picks) p, unnest(p.unit_ids) u) w
    cross join lateral (
      select x.edited_by from units x where x.business_id = w.business_id and x.id = w.unit_id offset 0) u
    where u.edited_by is distinct from pg_current_xact_id_if_assigned()
      and not pg_visible_in_snapshot(u.edited_by, lines[owner_of(owners, w.booking_id)].judged::pg_snapshot)
    union
    select owner_of(owners, k.booking_id) from unnest(want.buckets) k
    cross join lateral (
      select x.edited_by from pools x where x.business_id = k.business_id and x.id = k.pool_id offset 0) p
    where p.edited_by is distinct from pg_current_xact_id_if_assigned()
      and not pg_visible_in_snapshot(p.edited_by, lines[owner_of(owners, k.booking_id)].judged::pg_snapshot)) e;
  return answer_lines(outcomes, coalesce(r.ns, '{}'), refused('HF005', '{"what": "unit"}'));
end $$;

alter function refuse_unsaleable(order_line[], booking_line[], item_line[], wanted, jsonb, jsonb[]) owner to holdfast_engine;

revoke all on function refuse_unsaleable(order_line[], booking_line[], item_line[], wanted, jsonb, jsonb[]) from public;
