import { sql } from "kysely";
import { beforeEach, describe, expect, test } from "vitest";
import { checkPayment } from "../../src/payment/check-payment.ts";
import type { Gateway, GatewayState } from "../../src/payment/gateway.ts";
import { makeSalon } from "../harness/businesses.ts";
import { fillWallet, reconcile, sar, startMoneyApp } from "../harness/money-app.ts";
import { makePerson } from "../harness/people.ts";
import { morning } from "../harness/test-app.ts";
import { DAY_MS, HOUR_MS } from "../../src/base/time.ts";
import { broken, openTwoTabs, PRICE, refundsOf, tabsOf } from "./two-tabs.ts";

/** A page paid twice in the rarer cases: top-ups, splits, other amounts, and controls with a guard off. */

const app = await startMoneyApp();
const { clock, sandbox, work, owner } = app;
const { parts } = app.app;
const moyasar = parts.gateways.moyasar!;

beforeEach(() => {
  clock.set(morning);
  sandbox.reset();
  parts.gateways.moyasar = moyasar;
});

const KEPT = `${PRICE}`;
const BACK = `${PRICE} -${PRICE}`;

async function alarmOf(paymentId: string): Promise<string | null> {
  const { rows } = await sql<{ alarm: string | null }>`
    select alarm from payments where id = ${paymentId}`.execute(owner);
  return rows[0]!.alarm;
}

test("a top-up that is paid twice credits the wallet twice", async () => {
  const customer = app.as((await makePerson(app.db)).token);
  const begun = await customer.post("/v1/wallet/topUps", {
    amount: sar(PRICE),
    returnUrl: "https://book.example/back",
  });
  const tabs = await tabsOf(app, begun.body.redirectUrl);
  await tabs.approveFirst();
  await work();
  await tabs.approveSecond();
  await work();
  await work();
  expect(await tabs.charges()).toEqual([KEPT, KEPT]);
  expect((await customer.get("/v1/wallet")).body.items).toMatchObject([
    { balance: sar(2 * PRICE) },
  ]);
  expect(await broken(app)).toEqual([]);
});

test("when a split is paid twice, the second card charge is refunded and the wallet's part stays", async () => {
  const person = await makePerson(app.db);
  await fillWallet(app, person.id, 4_000);
  const tabs = await openTwoTabs(app, {
    person,
    how: { method: "split", walletAmount: sar(4_000) },
  });
  await tabs.approveFirst();
  await tabs.approveSecond();
  await work();
  expect(await tabs.charges()).toEqual(["6000", "6000 -6000"]);
  expect(await tabs.bookingStatus()).toBe("confirmed");
  expect(await refundsOf(app, tabs.bookingId)).toEqual(["paid_twice 6000 succeeded source"]);
  expect((await tabs.customer.get("/v1/wallet")).body.items).toMatchObject([{ balance: sar(0) }]);
  expect(await broken(app)).toEqual([]);
});

test("a pending booking paid twice keeps one charge, and refunds that too when the business declines", async () => {
  const terms = { payment_terms: "full", acceptance: "manual" } as const;
  const tabs = await openTwoTabs(app, { salon: await makeSalon(app.db, { terms }) });
  await tabs.approveFirst();
  await tabs.approveSecond();
  await work();
  expect(await tabs.charges()).toEqual([KEPT, BACK]);
  expect(await tabs.bookingStatus()).toBe("pending");
  const manager = await tabs.manager();
  await manager.post(`/v1/bookings/${tabs.bookingId}/cancellation`, {});
  await work();
  expect(await tabs.charges()).toEqual([BACK, BACK]);
  expect(await refundsOf(app, tabs.bookingId)).toEqual([
    `declined ${PRICE} succeeded source`,
    `paid_twice ${PRICE} succeeded source`,
  ]);
  expect(await broken(app)).toEqual([]);
});

test("two late charges are both refunded when the slot is taken", async () => {
  const salon = await makeSalon(app.db, { terms: { payment_terms: "full" } });
  const tabs = await openTwoTabs(app, { salon });
  clock.advance(HOUR_MS);
  const other = await openTwoTabs(app, { salon });
  await other.approveFirst();
  await tabs.approveFirst();
  await tabs.approveSecond();
  await work();
  expect(await tabs.charges()).toEqual([BACK, BACK]);
  expect(await other.charges()).toEqual([KEPT, "initiated"]);
  expect(await broken(app)).toEqual([]);
});

describe("a change made at the gateway before we heard of the charge", () => {
  test.each([PRICE, 4_000])("a refund of %i made there is not refunded again", async (amount) => {
    sandbox.set({ dropWebhooks: true });
    const tabs = await openTwoTabs(app);
    await tabs.approveFirst();
    await tabs.approveSecond();
    const [, second] = await tabs.chargeIds();
    await tabs.call("POST", `/payments/${second}/refund`, { amount });
    clock.advance(15_000);
    await reconcile(app);
    await work();
    expect(await tabs.charges()).toEqual([KEPT, BACK]);
    const rest = amount < PRICE ? [`paid_twice ${PRICE - amount} succeeded source`] : [];
    expect(await refundsOf(app, tabs.bookingId)).toEqual([
      ...rest,
      `platform ${amount} succeeded source`,
    ]);
    expect(await broken(app)).toEqual([]);
  });

  test("a charge voided there counts as refunded, whether or not we had heard of it", async () => {
    sandbox.set({ dropWebhooks: true });
    const tabs = await openTwoTabs(app);
    await tabs.approveFirst();
    await tabs.approveSecond();
    const [, second] = await tabs.chargeIds();
    await checkPayment(parts, tabs.paymentId);
    await tabs.call("POST", `/payments/${second}/void`);
    await checkPayment(parts, tabs.paymentId);
    await checkPayment(parts, tabs.paymentId);
    await work();
    expect(await tabs.charges()).toEqual([KEPT, "voided"]);
    expect(await refundsOf(app, tabs.bookingId)).toEqual([`paid_twice ${PRICE} succeeded source`]);
    const unheard = await openTwoTabs(app);
    await unheard.approveFirst();
    await unheard.approveSecond();
    const [first] = await unheard.chargeIds();
    await unheard.call("POST", `/payments/${first}/void`);
    await checkPayment(parts, unheard.paymentId);
    await work();
    expect(await unheard.bookingStatus()).toBe("confirmed");
    expect(await unheard.payments()).toHaveLength(1);
    expect(await broken(app)).toEqual([]);
  });
});

describe("a second charge of another amount raises an alarm", () => {
  test("and confirms nothing until a charge of the right amount arrives", async () => {
    sandbox.set({ couponDiscountMinor: 1_000 });
    const meanwhile = () => sandbox.set({ couponDiscountMinor: 0 });
    const tabs = await openTwoTabs(app, { meanwhile });
    await tabs.approveFirst();
    await work();
    expect(await tabs.bookingStatus()).toBe("reserved");
    expect(await alarmOf(tabs.paymentId)).toBe("the gateway says paid 9000 SAR");
    await tabs.approveSecond();
    await work();
    expect(await tabs.bookingStatus()).toBe("confirmed");
    expect(await tabs.charges()).toEqual(["9000", KEPT]);
  });

  test("and leaves the paid booking confirmed", async () => {
    const meanwhile = () => sandbox.set({ couponDiscountMinor: 1_000 });
    const tabs = await openTwoTabs(app, { meanwhile });
    await tabs.approveFirst();
    await tabs.approveSecond();
    await work();
    const [, odd] = await tabs.chargeIds();
    expect(await alarmOf(tabs.paymentId)).toBe(
      `the gateway also took 9000 SAR on its page: ${odd}`,
    );
    expect(await tabs.bookingStatus()).toBe("confirmed");
    expect(await tabs.payments()).toHaveLength(1);
    expect(await tabs.charges()).toEqual([KEPT, "9000"]);
  });
});

describe("control: the customer is charged twice and gets nothing back", () => {
  const through = (change: (state: GatewayState) => GatewayState): Gateway => ({
    ...moyasar,
    async find(payment) {
      const state = await moyasar.find(payment);
      return state && change(state);
    },
  });

  test("when surplus charges on the page are ignored", async () => {
    parts.gateways.moyasar = through(({ surplus: _, ...state }) => state);
    const tabs = await openTwoTabs(app);
    await tabs.approveFirst();
    await tabs.approveSecond();
    await work();
    clock.advance(DAY_MS);
    await reconcile(app);
    await work();
    expect(await tabs.charges()).toEqual([KEPT, KEPT]);
    expect(await refundsOf(app, tabs.bookingId)).toEqual([]);
  });

  test("when the charge that counts is forgotten and the other one was refunded", async () => {
    const tabs = await openTwoTabs(app);
    await tabs.approveSecond();
    await work();
    await tabs.customer.post(`/v1/bookings/${tabs.bookingId}/cancellation`, {});
    await work();
    await sql`alter table payments disable trigger payments_move`.execute(owner);
    await sql`update payments set gateway_charge = null where id = ${tabs.paymentId}`.execute(
      owner,
    );
    await sql`alter table payments enable trigger payments_move`.execute(owner);
    await tabs.approveFirst();
    await work();
    clock.advance(DAY_MS);
    await reconcile(app);
    await work();
    expect(await tabs.charges()).toEqual([KEPT, BACK]);
  });
});
