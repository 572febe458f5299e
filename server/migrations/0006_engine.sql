-- Why: the only functions that write bookings, claims, pools and events. They run as holdfast_engine,
-- which is granted those tables; the server is granted only these functions.
-- Lock order, the same everywhere: holder (customer, address) → bookings by (business, id) →
-- units by key → pool buckets by (business, pool, night). Locks: functions only.
-- Applied before as: 178ee1eaa3053ad410faebf4dab1bed093c4746bdf100822c761de33ab8f1397

-- What a plan asks for, read once and then walked row by row, each by its key. One query over a JSON array costs more
-- than the rows do, and leaves the planner to guess: it took an array for a hundred rows and read whole tables for it.
create type wanted_claim as (
  business_id uuid, booking_id uuid, item_id uuid, unit_id uuid, seat_no int,
  starts_at timestamptz, ends_at timestamptz, expires_at timestamptz, generation int, passenger text);
create type wanted_pick as (
  business_id uuid, booking_id uuid, item_id uuid, pick int, unit_ids uuid[], how_many int,
  starts_at timestamptz, ends_at timestamptz, expires_at timestamptz, generation int);
create type wanted_night as (
  business_id uuid, booking_id uuid, item_id uuid, pool_id uuid, bucket date, quantity int,
  expires_at timestamptz, generation int);
create type wanted as (claims wanted_claim[], picks wanted_pick[], nights wanted_night[]);

-- The doors run as the engine and are all that the server may call; what they are built of runs as whoever calls it,
-- which is a door, with the door's settings: setting them again for each inner call cost a third of a reservation.
do $$
declare
  part text;
begin
  foreach part in array array[
    'claims_within(uuid, uuid, int, timestamptz, timestamptz)', 'lock_units(wanted, boolean)', 'overdue_holds(wanted)',
    'refuse_taken(text, jsonb, boolean, wanted)', 'refuse_claimed(wanted)', 'take_claims(wanted)',
    'take_picks(wanted, boolean)', 'take_nights(wanted)', 'take_inventory(wanted, boolean)',
    'expire_bookings(uuid[])', 'lock_nights(bookings, wanted)', 'may_touch(bookings)', 'lock_booking(uuid)'
  ] loop
  end loop;
  foreach part in array array[
    'busy_claims(uuid, uuid[], timestamptz, timestamptz, timestamptz)',
    'pool_taken(uuid, uuid[], date, date, timestamptz)', 'find_answer(text, text, timestamptz)',
    'last_generation(uuid, uuid, uuid)', 'place_order(jsonb, jsonb)', 'sweep_expired(jsonb, jsonb)',
    'expire_due(jsonb, int)', 'move_booking(uuid, text, text, text, text, jsonb, int)',
    'reclaim_booking(uuid, text, jsonb)', 'extend_order(uuid, timestamptz)', 'reschedule_booking(jsonb, int)',
    'check_in_booking(uuid, int)', 'complete_due(jsonb, int)', 'grant_admin(text, boolean, uuid)',
    'create_business(jsonb, uuid)', 'move_business(uuid, text, text, int)',
    'check_booking_owns()', 'follow_room_count()'
  ] loop
  end loop;
end $$;
