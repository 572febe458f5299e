-- Decides the orders of a batch that are still without an answer, in order of arrival: limits, counted places, "any n
-- of these", and what an earlier order of the batch took. A winner is answered `placed`.
-- Returns the outcomes, and what is wanted with the picked units among its claims.
create or replace function settle_orders(lines order_line[], want wanted, owners jsonb, inout outcomes jsonb[], out taken wanted)
set search_path = public, pg_temp language plpgsql as $$
declare
  held jsonb := places_of_holders(lines);
  free jsonb := free_places(want);
  left_over jsonb;
  picking int[] := array(select distinct owner_of(owners, p.booking_id) from unnest(want.picks) p);
  counting int[] := array(select distinct owner_of(owners, b.booking_id) from unnest(want.buckets) b);
  clashing int[] := clashing_orders(want, owners);
  is_watched boolean := cardinality(picking) + cardinality(clashing) > 0;
  -- What the batch has taken so far, kept only where orders pick or clash.
  mine wanted_claim[] := '{}';
  own wanted_claim[];
  picked wanted_claim[];
  o order_line;
  answer jsonb;
begin
  taken := want;
  foreach o in array lines loop
    continue when outcomes[o.n] is not null;
    answer := over_limit(o, held);
    left_over := free;
    own := '{}';
    picked := '{}';
    if answer is null and is_watched then
      own := array(select c from unnest(want.claims) c where owner_of(owners, c.booking_id) = o.n);
      if claims_clash(own, mine) then answer := refused_taken('claim', '[]', true, false); end if;
    end if;
    if answer is null and o.n = any (counting) then
      select t.answer, t.left_over into answer, left_over from take_places(o, want, owners, free) t;
    end if;
    if answer is null and o.n = any (picking) then
      select p.answer, p.picked into answer, picked from pick_units(o, want, owners, mine || own) p;
    end if;
    outcomes[o.n] := coalesce(answer, '{"outcome": "placed"}');
    continue when answer is not null;
    free := left_over;
    held := add_places(o, held);
    mine := mine || own || picked;
    taken.claims := taken.claims || picked;
  end loop;
end $$;

alter function settle_orders(order_line[], wanted, jsonb, jsonb[]) owner to holdfast_engine;
revoke all on function settle_orders(order_line[], wanted, jsonb, jsonb[]) from public;
