import fc from "fast-check";
import { sql } from "kysely";
import { expect, test } from "vitest";
import type { PlannedItem } from "../../src/availability/planned-item.ts";
import { splitMinor } from "../../src/base/money.ts";
import { epochMs, HOUR_MS, instantText } from "../../src/base/time.ts";
import { itemCancelFeeMinor, noShowFeeMinor } from "../../src/booking/cancel-policy.ts";
import { expiryOf } from "../../src/booking/order-times.ts";
import { cancelFee, NO_SHOW_FEE } from "../../src/main/verify/agreed-fees.ts";
import { createTestDatabase } from "../harness/test-database.ts";

/** Rules about money and deadlines that both languages compute: here both get the same cases, some hundred in one query. */

const { owner } = await createTestDatabase();

const CASES = 500;
const START = Date.parse("2026-11-21T06:00:00Z");
const amount = fc.oneof(fc.nat(12), fc.nat(1_000_000), fc.nat(900_000_000_000));
/** Around a start, so that ties with a deadline come up. */
const hour = fc.integer({ min: -6, max: 6 }).map((hours) => START + hours * HOUR_MS);
const nearHour = fc.tuple(hour, fc.constantFrom(-1, 0, 1)).map(([at, ms]) => at + ms);

test("TypeScript and SQL split an amount in the same parts", async () => {
  const split = fc.record({
    amount,
    weights: fc.array(fc.oneof(fc.constant(0), fc.nat(9), fc.nat(5_000_000)), {
      minLength: 1,
      maxLength: 6,
    }),
  });
  const cases = fc.sample(split, CASES);
  const { rows } = await sql<{ parts: number[] }>`
    select to_json(split_amount((c->>'amount')::bigint, array_fill(0::bigint, array[json_array_length(c->'weights')]),
      array(select w::bigint from json_array_elements_text(c->'weights') w))) as parts
    from json_array_elements(${JSON.stringify(cases)}::json) c`.execute(owner);
  expect(rows.map(({ parts }) => parts)).toEqual(
    cases.map((one) => splitMinor(one.amount, one.weights)),
  );
});

test("verify expects the fee that the program charges for cancelling and for not coming", async () => {
  const percent = fc.constantFrom(0, 1, 33, 50, 99, 100);
  const policy = fc.record(
    {
      freeHours: fc.nat(5),
      feePercent: percent,
      feeMinor: amount,
      noShowFeePercent: percent,
      freeUntil: hour.map(instantText),
    },
    { requiredKeys: ["freeHours", "feePercent", "feeMinor", "noShowFeePercent"] },
  );
  const item = fc.record({
    priceMinor: amount,
    floorShare: percent,
    cancelPolicy: policy,
    startsAt: hour,
    at: nearHour,
  });
  const cases = fc.sample(item, CASES).map(({ floorShare, startsAt, ...one }) => ({
    ...one,
    startsAt: instantText(startsAt),
    // An amendment freezes no more than the price of its time.
    feeFloorMinor: Math.floor((one.priceMinor * floorShare) / 100),
  }));
  const { rows } = await sql<{ cancelled: number; absent: number }>`
    select (${sql.raw(cancelFee("i.at"))})::bigint as cancelled, (${sql.raw(NO_SHOW_FEE)})::bigint as absent
    from (
      select (c->>'priceMinor')::bigint as price_minor, (c->>'feeFloorMinor')::bigint as fee_floor_minor,
        c->'cancelPolicy' as cancel_policy, (c->>'startsAt')::timestamptz as starts_at,
        to_timestamp((c->>'at')::bigint / 1000.0) as at
      from jsonb_array_elements(${JSON.stringify(cases)}::jsonb) with ordinality x (c, n) order by n) i`.execute(
    owner,
  );
  expect(rows).toEqual(
    cases.map((one) => ({
      cancelled: itemCancelFeeMinor(one, "confirmed", "customer", one.at),
      absent: noShowFeeMinor(one),
    })),
  );
});

test("TypeScript and SQL agree how long a booking waits to be accepted", async () => {
  const item = fc.record({ startsAt: hour, saleHours: fc.integer({ min: 0, max: 9 }) });
  const booking = fc.record({
    items: fc.array(item, { minLength: 1, maxLength: 3 }),
    minutes: fc.option(fc.integer({ min: 1, max: 600 })),
    now: nearHour,
  });
  const cases = fc.sample(booking, CASES);
  const planned = ({ items, minutes }: (typeof cases)[number]) =>
    items.map(({ startsAt, saleHours }) => ({
      startsAt: instantText(startsAt),
      saleEndsAt: instantText(startsAt + saleHours * HOUR_MS),
      terms: { acceptance: "manual", acceptWithinMinutes: minutes },
    }));
  const stored = JSON.stringify(
    cases.map((one) => ({ now: instantText(one.now), minutes: one.minutes, items: planned(one) })),
  );
  const undo = new Error("undo");
  let found: number[] = [];
  const asked = owner.transaction().execute(async (tx) => {
    // Only what the function reads is written: items without a booking, past foreign keys and triggers.
    await sql`set local session_replication_role = replica`.execute(tx);
    await sql`
      insert into booking_items (business_id, booking_id, id, position, kind, offering_id, starts_at, ends_at, quantity,
        claims_needed, pool_needed, price_minor, sale_ends_at)
      select gen_random_uuid(), lpad(n::text, 32, '0')::uuid, gen_random_uuid(), m, 'stay', gen_random_uuid(),
        (i->>'startsAt')::timestamptz, (i->>'startsAt')::timestamptz + interval '1 day', 1, 0, 1, 0,
        (i->>'saleEndsAt')::timestamptz
      from jsonb_array_elements(${stored}::jsonb) with ordinality x (c, n),
        jsonb_array_elements(c->'items') with ordinality y (i, m)`.execute(tx);
    await sql`update booking_items set business_id = booking_id`.execute(tx);
    const { rows } = await sql<{ until: string }>`
      select pending_until(jsonb_populate_record(null::bookings, jsonb_build_object(
        'business_id', lpad(n::text, 32, '0'), 'id', lpad(n::text, 32, '0'), 'pending_at', c->'now',
        'accept_within_minutes', c->'minutes',
        'starts_at', (select min((i->>'startsAt')::timestamptz) from jsonb_array_elements(c->'items') i)))) as until
      from jsonb_array_elements(${stored}::jsonb) with ordinality x (c, n) order by n`.execute(tx);
    found = rows.map(({ until }) => epochMs(until));
    throw undo;
  });
  await expect(asked).rejects.toBe(undo);
  expect(found).toEqual(
    cases.map((one) =>
      Date.parse(expiryOf("pending", planned(one) as unknown as PlannedItem[], 0, one.now)!),
    ),
  );
});
