import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { MINUTE_MS } from "../../src/base/time.ts";
import { makeOtherService } from "../flows/other-service.ts";
import { haircut } from "../flows/wants.ts";
import { makeSalon, type Salon } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { sar, startMoneyApp } from "../harness/money-app.ts";
import { makeMember } from "../harness/people.ts";
import { morning } from "../harness/test-app.ts";
import {
  amend,
  buy,
  ELEVEN,
  expectAllPass,
  pay,
  read,
  richCustomer,
  TEN,
  walletOf,
} from "./shop.ts";

/**
 * Money paid for an amendment that was not applied belongs to the customer: until its refund is written, it does not count as
 * payment for the booking or for a later amendment.
 */

const app = await startMoneyApp();
const { db, clock, owner, work } = app;

let salon: Salon;
let customer: Caller & { id: string };
let manager: Caller;
let dear: string;
let id: string;
let orderId: string;
let first: string;

beforeEach(async () => {
  clock.set(morning);
  const terms = { payment_terms: "full", acceptance: "manual" } as const;
  salon = await makeSalon(db, { staff: 2, terms });
  dear = await makeOtherService(db, salon, terms);
  customer = await richCustomer(app);
  manager = app.as((await makeMember(db, salon.businessId, "manager")).token);
  const booking = await buy(app, customer, [haircut(salon, TEN), haircut(salon, ELEVEN)]);
  ({ id, orderId } = booking);
  first = booking.items[0].id;
  await manager.post(`/v1/bookings/${id}/confirmation`, {});
  await work();
});

/** Dearer by 50.00, paid, and waiting for the business. */
async function askAndPay(): Promise<string> {
  const asked = await amend(customer, id, { items: [{ id: first, serviceId: dear }] });
  expect(asked.body).toMatchObject({ status: "awaitingPayment", dueNow: sar(5_000) });
  await pay(customer, orderId);
  return `/v1/bookings/${id}/amendments/${asked.body.id}`;
}

/** What is paid and not refunded for each item, without amendments that were not applied. */
async function standing(): Promise<number[]> {
  const { rows } = await sql<{ minor: number }>`
    select coalesce(sum(x.amount_minor - x.refunded_minor) filter (where a.id is null or a.status = 'applied'), 0)::int as minor
    from booking_items i
    left join payment_share_items x on x.business_id = i.business_id and x.booking_id = i.booking_id and x.item_id = i.id
    left join payment_shares s on s.business_id = x.business_id and s.payment_id = x.payment_id and s.booking_id = x.booking_id
    left join amendments a on a.business_id = s.business_id and a.id = s.amendment_id
    where i.booking_id = ${id} group by i.id, i.position order by i.position`.execute(owner);
  return rows.map(({ minor }) => minor);
}

const endings: [string, (path: string) => Promise<unknown>][] = [
  ["declined", (path) => manager.post(`${path}/decline`, {})],
  ["withdrawn", (path) => customer.post(`${path}/withdrawal`)],
];

test.each(endings)(
  "after a paid amendment is %s, the next one is paid in full again",
  async (status, end) => {
    const path = await askAndPay();
    await end(path);
    expect((await customer.get(path)).body.status).toBe(status);
    // Its refund is not written yet: no worker has run.
    const again = await askAndPay();
    expect(await standing()).toEqual([10_000, 10_000]);
    await manager.post(`${again}/acceptance`, {});
    expect(await standing()).toEqual([15_000, 10_000]);
    expect(await read(customer, id)).toMatchObject({ total: sar(25_000) });
    await expectAllPass(app);
    expect(await walletOf(customer)).toBe(1_000_000 - 25_000);
  },
);

test("after a paid amendment expires unaccepted, the next one is paid in full again", async () => {
  await sql`update offerings set accept_within_minutes = 30`.execute(owner);
  await sql`update bookings set accept_within_minutes = 30 where id = ${id}`.execute(owner);
  const path = await askAndPay();
  clock.advance(31 * MINUTE_MS);
  expect((await customer.get(path)).body.status).toBe("expired");
  await askAndPay();
  expect(await standing()).toEqual([10_000, 10_000]);
  await expectAllPass(app);
  expect(await walletOf(customer)).toBe(1_000_000 - 25_000);
});

test("cancelling a booking with a paid, unaccepted amendment refunds both once", async () => {
  await askAndPay();
  await customer.post(`/v1/bookings/${id}/cancellation`);
  await expectAllPass(app);
  expect(await walletOf(customer)).toBe(1_000_000);
});

test("removing an item refunds its own price, not the money of a declined amendment", async () => {
  const path = await askAndPay();
  await manager.post(`${path}/decline`, {});
  const { items } = await read(customer, id);
  const fewer = await amend(customer, id, { remove: [items[1].id] });
  expect(fewer.body).toMatchObject({ status: "applied", goesBack: sar(10_000) });
  await expectAllPass(app);
  expect(await walletOf(customer)).toBe(1_000_000 - 10_000);
  expect(await standing()).toEqual([10_000, 0]);
});
