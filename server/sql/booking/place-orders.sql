-- Places many orders in one transaction. Each is decided, refused and answered on its own, in order of arrival: what
-- an earlier order of the batch takes is taken for a later one.
-- batch: {context, owners: {booking: number of its order}}; orders are numbered from 1.
-- bodies: the orders' answers, JSON texts, stored as they are.
-- Returns the outcomes in order of number: {outcome: placed, units: what the answer shows of its units, where the database gave them} |
-- {outcome: running: a copy of the request is being placed} | {outcome: answered: its key has a stored answer} |
-- {outcome: again: another transaction has a unit locked} | {outcome: refused, state, detail}, with state HF001 taken,
-- HF002 too many places, HF005 not on sale any more or edited since it was judged, HF007 begun.
-- Raises whatever else goes wrong; then nothing of the batch is written.
create or replace function place_orders(batch jsonb, lines order_line[], bs booking_line[], items item_line[],
                                        claims wanted_claim[], picks wanted_pick[], buckets wanted_bucket[], bodies text[])
returns jsonb
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  want wanted := (claims, picks, buckets);
  owners jsonb := batch->'owners';
  outcomes jsonb[] := array_fill(null::jsonb, array[cardinality(lines)]);
  settled record;
begin
  perform enter(batch->'context');
  -- Whatever else an order meets that is locked for long, the server tries its batch again one order at a time.
  if not may_wait(lines) then perform set_config('lock_timeout', '250ms', true); end if;

  -- All locks first, in the order of docs/locking.md. What follows reads what is committed by then.
  outcomes := lock_keys(lines, outcomes);
  perform lock_holders(lines);
  outcomes := lock_businesses(lines, want, owners, outcomes);
  outcomes := lock_unit_rows(lines, want, owners, outcomes);
  outcomes := lock_wanted_units(lines, want, owners, outcomes);
  perform lock_wanted_pools(want);

  outcomes := refuse_unsaleable(lines, bs, items, want, owners, outcomes);
  settled := settle_orders(lines, want, owners, outcomes);
  return to_jsonb(write_orders(lines, bs, items, settled.taken, owners, bodies, settled.outcomes));
end $$;

alter function place_orders(jsonb, order_line[], booking_line[], item_line[], wanted_claim[], wanted_pick[], wanted_bucket[], text[]) owner to holdfast_engine;
-- For all that it calls, too. Planned anew for every batch, its statements take twice as long as they run.
alter function place_orders(jsonb, order_line[], booking_line[], item_line[], wanted_claim[], wanted_pick[], wanted_bucket[], text[])
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_bitmapscan = off
  set plan_cache_mode = force_generic_plan;

revoke all on function place_orders(jsonb, order_line[], booking_line[], item_line[], wanted_claim[], wanted_pick[], wanted_bucket[], text[]) from public;
grant execute on function place_orders(jsonb, order_line[], booking_line[], item_line[], wanted_claim[], wanted_pick[], wanted_bucket[], text[]) to holdfast_app;
