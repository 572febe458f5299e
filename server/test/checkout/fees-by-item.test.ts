import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import {
  amend,
  buy,
  ELEVEN,
  expectAllPass,
  pay,
  richCustomer,
  TEN,
  walletOf,
} from "../amendment/shop.ts";
import { makeOtherService } from "../flows/other-service.ts";
import { haircut, seats } from "../flows/wants.ts";
import { makeBusLine } from "../harness/bus-line.ts";
import { makeSalon, type Salon } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { sar, startMoneyApp } from "../harness/money-app.ts";
import { makeMember } from "../harness/people.ts";
import { morning } from "../harness/test-app.ts";

/** An ended booking refunds, item by item, what was paid for the item less its own fee. */

const app = await startMoneyApp();
const { db, clock, owner, work } = app;
const WALLET = 1_000_000;

let salon: Salon;
let customer: Caller & { id: string };
let manager: Caller;

async function open(terms: object): Promise<void> {
  clock.set(morning);
  salon = await makeSalon(db, { staff: 3, terms });
  customer = await richCustomer(app);
  manager = app.as((await makeMember(db, salon.businessId, "manager")).token);
}

/** Returns the amount refunded for each item, in booking order. */
async function returned(bookingId: string): Promise<number[]> {
  const { rows } = await sql<{ minor: number }>`
    select coalesce(sum(x.amount_minor) filter (where r.status <> 'failed'), 0)::int as minor
    from booking_items i left join refund_items x on x.business_id = i.business_id and x.item_id = i.id
    left join refunds r on r.business_id = x.business_id and r.id = x.refund_id
    where i.booking_id = ${bookingId} group by i.id, i.position order by i.position`.execute(owner);
  return rows.map(({ minor }) => minor);
}

async function cancel(id: string): Promise<void> {
  const { body: quote } = await customer.get(`/v1/bookings/${id}/cancellation`);
  const before = await walletOf(customer);
  expect((await customer.post(`/v1/bookings/${id}/cancellation`)).status).toBe(200);
  await work();
  expect((await walletOf(customer)) - before).toBe(quote.refund.amount);
}

async function earned(): Promise<number> {
  const { rows } = await sql<{ minor: number }>`
    select coalesce(sum(e.amount_minor), 0)::int as minor from ledger_entries e
    join ledger_accounts a on a.id = e.account_id
    where a.kind = 'business_payable' and a.owner_id = ${salon.businessId}`.execute(owner);
  return rows[0]!.minor;
}

describe("a booking of one item without a fee and one with a 50% fee", () => {
  async function buyBoth(): Promise<{ id: string; orderId: string }> {
    const dear = await makeOtherService(db, salon, { payment_terms: "full" });
    await sql`update offerings set free_cancel_hours = 8760, cancel_fee_percent = 50 where id = ${dear}`.execute(
      owner,
    );
    return buy(app, customer, [
      haircut(salon, TEN),
      { ...haircut(salon, ELEVEN), serviceId: dear },
    ]);
  }

  test("refunds the first item in full and half of the second", async () => {
    await open({ payment_terms: "full" });
    const { id } = await buyBoth();
    await cancel(id);
    expect(await returned(id)).toEqual([10_000, 7_500]);
    expect(await walletOf(customer)).toBe(WALLET - 7_500);
    await expectAllPass(app);
  });

  test("refunds only the deposit of an item that was paid in part", async () => {
    await open({ payment_terms: "deposit" });
    const { id } = await buyBoth();
    // 30.00 of 100.00 and all of 150.00 are paid.
    await cancel(id);
    expect(await returned(id)).toEqual([3_000, 7_500]);
    await expectAllPass(app);
  });

  test("keeps each item's own no-show fee", async () => {
    await open({ payment_terms: "full", no_show_fee_percent: 10 });
    const { id } = await buyBoth();
    clock.set("2026-11-24T08:40:00Z");
    expect((await manager.post(`/v1/bookings/${id}/noShow`)).status).toBe(200);
    await work();
    expect(await returned(id)).toEqual([9_000, 15_000]);
    await expectAllPass(app);
  });

  test("refunds both items in full when the business cancels", async () => {
    await open({ payment_terms: "full" });
    const { id } = await buyBoth();
    await manager.post(`/v1/bookings/${id}/cancellation`, { reason: "ill" });
    await work();
    expect(await returned(id)).toEqual([10_000, 15_000]);
    await expectAllPass(app);
  });
});

test("of two deposits, the item with a higher fee keeps its own, and the other is refunded in full", async () => {
  await open({ payment_terms: "deposit", cancel_fee_percent: 50, free_cancel_hours: 24 });
  const { id } = await buy(app, customer, [
    haircut(salon, TEN),
    haircut(salon, "2026-11-26T10:00:00+03:00"),
  ]);
  clock.set("2026-11-24T06:30:00Z");
  await cancel(id);
  expect(await returned(id)).toEqual([0, 3_000]);
  expect(await walletOf(customer)).toBe(WALLET - 3_000);
  await expectAllPass(app);
});

test("money paid for a pending amendment is not used for a cancellation fee", async () => {
  await open({
    payment_terms: "deposit",
    acceptance: "manual",
    cancel_fee_percent: 100,
    free_cancel_hours: 8_760,
  });
  const dear = await makeOtherService(db, salon, { payment_terms: "full", acceptance: "manual" });
  const { id, orderId, items } = await buy(app, customer, [haircut(salon, TEN)]);
  await manager.post(`/v1/bookings/${id}/confirmation`, {});
  await work();
  const more = await amend(customer, id, { items: [{ id: items[0].id, serviceId: dear }] });
  expect(more.body).toMatchObject({ status: "awaitingPayment", dueNow: sar(12_000) });
  await pay(customer, orderId);
  await work();
  await cancel(id);
  // The deposit of 30.00 is kept, though the fee is 100.00.
  expect(await walletOf(customer)).toBe(WALLET - 3_000);
  expect(await earned()).toBe(3_000);
  await expectAllPass(app);
});

describe("a fee kept for a removed item or seat", () => {
  const terms = {
    payment_terms: "full",
    free_cancel_hours: 8_760,
    cancel_fee_percent: 25,
  } as const;

  test("is earned once, is not refunded later, and pays for nothing added later", async () => {
    await open(terms);
    const { id, orderId, items } = await buy(app, customer, [
      haircut(salon, TEN),
      haircut(salon, ELEVEN),
    ]);
    const fewer = await amend(customer, id, { remove: [items[1].id] });
    expect(fewer.body).toMatchObject({ goesBack: sar(7_500), fee: { amount: sar(2_500) } });
    await work();
    expect(await earned()).toBe(12_500);
    await expectAllPass(app);

    const more = await amend(customer, id, {
      items: [haircut(salon, "2026-11-24T12:00:00+03:00")],
    });
    expect(more.body).toMatchObject({ status: "awaitingPayment", dueNow: sar(10_000) });
    await pay(customer, orderId);
    await work();
    expect(await earned()).toBe(22_500);
    await expectAllPass(app);

    await cancel(id);
    // A quarter of each remaining item, plus the quarter kept before.
    expect(await earned()).toBe(7_500);
    expect(await returned(id)).toEqual([7_500, 7_500, 7_500]);
    expect(await walletOf(customer)).toBe(WALLET - 7_500);
    await expectAllPass(app);
  });

  test("is not refunded when the rest of its item is cancelled", async () => {
    await open(terms);
    const bus = await makeBusLine(db, { terms });
    const { id, items } = await buy(app, customer, [seats(bus, ["1", "2"])]);
    const [first] = items[0].seats;
    const keep = [{ label: first.label, passenger: first.passenger }];
    await amend(customer, id, { items: [{ id: items[0].id, seats: keep }] });
    await work();
    await cancel(id);
    expect(await returned(id)).toEqual([15_000]);
    expect(await walletOf(customer)).toBe(WALLET - 5_000);
    await expectAllPass(app);
  });
});
