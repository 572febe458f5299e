-- Decides the orders of a batch that are still without an answer, in order of arrival: limits, counted places, "any n
-- of these", and what an earlier order of the batch took. A winner is answered `placed`.
-- Returns the outcomes, and what is wanted with the picked units among its claims.
create or replace function settle_orders(lines order_line[], want wanted, owners jsonb, inout outcomes jsonb[], out taken wanted)
set search_path = public, pg_temp language plpgsql as $$
declare
  held jsonb := places_of_holders(lines);
  free jsonb := free_places(want);
  left_over jsonb;
  -- Where each order's picks and buckets are: {number: [subscripts]}.
  picks jsonb := '{}';
  buckets jsonb := '{}';
  clashing int[] := case when cardinality(lines) > 1 then clashing_orders(want, owners) else '{}' end;
  is_watched boolean := cardinality(want.picks) + cardinality(clashing) > 0;
  -- What the batch has taken so far, kept only where orders pick or clash.
  mine wanted_claim[] := '{}';
  own wanted_claim[];
  picked wanted_claim[];
  o order_line;
  answer jsonb;
begin
  if cardinality(want.picks) > 0 then
    picks := by_order(owners, array(select p.booking_id from unnest(want.picks) p));
  end if;
  if cardinality(want.buckets) > 0 then
    buckets := by_order(owners, array(select b.booking_id from unnest(want.buckets) b));
  end if;
  taken := want;
  foreach o in array lines loop
    continue when outcomes[o.n] is not null;
    answer := case when held <> '{}' then over_limit(o, held) end;
    left_over := free;
    own := '{}';
    picked := '{}';
    if answer is null and is_watched then
      own := array(select c from unnest(want.claims) c where owner_of(owners, c.booking_id) = o.n);
      if claims_clash(own, mine) then answer := refused_taken('claim', '[]', true, false); end if;
    end if;
    if answer is null and buckets ? o.n::text then
      select t.answer, t.left_over into answer, left_over
      from take_places(o.at, array(select want.buckets[k::int] from jsonb_array_elements(buckets->o.n::text) k), free) t;
    end if;
    if answer is null and picks ? o.n::text then
      select p.answer, p.picked into answer, picked
      from pick_units(o.may_wait, o.at, array(select want.picks[k::int] from jsonb_array_elements(picks->o.n::text) k),
        mine || own) p;
    end if;
    outcomes[o.n] := coalesce(answer, '{"outcome": "placed"}');
    continue when answer is not null;
    free := left_over;
    if held <> '{}' then held := add_places(o, held); end if;
    if is_watched then mine := mine || own || picked; end if;
    taken.claims := taken.claims || picked;
  end loop;
end $$;

alter function settle_orders(order_line[], wanted, jsonb, jsonb[]) owner to holdfast_engine;
revoke all on function settle_orders(order_line[], wanted, jsonb, jsonb[]) from public;

-- The subscripts of what each order of a batch wants, of a list whose bookings these are: {number: [subscripts]}.
create or replace function by_order(owners jsonb, of_bookings uuid[]) returns jsonb
immutable set search_path = public, pg_temp language plpgsql as $$
begin
  return (
    select jsonb_object_agg(w.n, w.ks) from (
      select owner_of(owners, b.id) as n, jsonb_agg(b.k order by b.k) as ks
      from unnest(of_bookings) with ordinality b (id, k) group by 1) w);
end $$;

alter function by_order(jsonb, uuid[]) owner to holdfast_engine;
revoke all on function by_order(jsonb, uuid[]) from public;
