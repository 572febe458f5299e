import { beforeEach, describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../src/base/time.ts";
import { settlePayment } from "../../src/payment/settle-payment.ts";
import { makeSalon } from "../harness/businesses.ts";
import { accounts, reconcile, sar, startMoneyApp } from "../harness/money-app.ts";
import { morning } from "../harness/test-app.ts";
import { broken, openTwoTabs, PRICE, refundsOf, toldOf, type TwoTabs } from "./two-tabs.ts";

/** A gateway page paid in two tabs, over HTTP: the second charge always goes back. */

const app = await startMoneyApp();
const { clock, sandbox, work } = app;
const { moyasar } = app.app.parts.gateways;

beforeEach(() => {
  clock.set(morning);
  sandbox.reset();
  app.app.parts.gateways.moyasar = moyasar;
});

/** Expects a confirmed booking, one charge kept, the other refunded, and every check to pass. */
async function expectOneKept(tabs: TwoTabs, charges: readonly string[]): Promise<void> {
  expect(await tabs.charges()).toEqual(charges);
  expect(await tabs.bookingStatus()).toBe("confirmed");
  expect(await refundsOf(app, tabs.bookingId)).toEqual([`paid_twice ${PRICE} succeeded source`]);
  expect(await toldOf(app, tabs.bookingId)).toEqual({ confirmed: 1, returned: 1, invoices: 1 });
  expect(await broken(app)).toEqual([]);
}

const KEPT = `${PRICE}`;
const BACK = `${PRICE} -${PRICE}`;

describe("one of two charges is kept and the other refunded, once,", () => {
  test("when both were made before any webhook arrived", async () => {
    sandbox.set({ reorderWebhooks: true });
    const tabs = await openTwoTabs(app);
    const before = await accounts(app);
    await tabs.approveSecond();
    await tabs.approveFirst();
    await work();
    await expectOneKept(tabs, [KEPT, BACK]);
    const after = await accounts(app);
    const moved = (kind: string) => (after[kind] ?? 0) - (before[kind] ?? 0);
    expect(moved("gateway_clearing")).toBe(-PRICE);
    expect(moved("business_payable")).toBe(PRICE);
    const [first, second] = await tabs.payments();
    expect(first).toMatchObject({ id: tabs.paymentId, status: "paid", duplicateOf: null });
    expect(second).toMatchObject({
      status: "refunded",
      duplicateOf: tabs.paymentId,
      purpose: "order",
      amount: sar(PRICE),
      refunded: sar(PRICE),
      card: first.card,
      shares: [{ bookingId: tabs.bookingId, amount: sar(PRICE), refunded: sar(PRICE) }],
    });
  });

  test("when the second is made an hour after the first", async () => {
    const tabs = await openTwoTabs(app);
    await tabs.approveFirst();
    await work();
    expect(await tabs.bookingStatus()).toBe("confirmed");
    clock.advance(HOUR_MS);
    await tabs.approveSecond();
    await work();
    await expectOneKept(tabs, [KEPT, BACK]);
  });

  test("when the tab that was opened later is paid first", async () => {
    const tabs = await openTwoTabs(app);
    await tabs.approveSecond();
    await work();
    await tabs.approveFirst();
    await work();
    await expectOneKept(tabs, [BACK, KEPT]);
  });

  test("when every webhook arrives twenty times at once", async () => {
    sandbox.set({ webhookCopies: 20 });
    const tabs = await openTwoTabs(app);
    await Promise.all([tabs.approveFirst(), tabs.approveSecond()]);
    await Promise.all([work(), work(), work()]);
    const charges = await tabs.charges();
    expect(charges.toSorted()).toEqual([KEPT, BACK]);
    await expectOneKept(tabs, charges);
  });

  test.each([10 * MINUTE_MS, HOUR_MS, 6 * HOUR_MS, DAY_MS])(
    "when the second webhook is lost: the page is checked again %i ms after it was paid",
    async (afterMs) => {
      const tabs = await openTwoTabs(app);
      await tabs.approveFirst();
      await work();
      clock.advance(afterMs - 1);
      await reconcile(app);
      sandbox.set({ dropWebhooks: true });
      await tabs.approveSecond();
      clock.advance(1);
      await reconcile(app);
      await work();
      await expectOneKept(tabs, [KEPT, BACK]);
    },
  );

  test("when the gateway was read before we knew which charge counts", async () => {
    sandbox.set({ dropWebhooks: true });
    const tabs = await openTwoTabs(app);
    await tabs.approveSecond();
    const { object, ref } = (await moyasar!.find({ id: tabs.paymentId, ref: null }))!;
    await tabs.customer.post(`/v1/payments/${tabs.paymentId}/check`, {});
    await tabs.approveFirst();
    const early = (await moyasar!.find({ id: tabs.paymentId, ref: { object, ref } }))!;
    expect(early.charge).toBe((await tabs.chargeIds())[0]);
    expect(await settlePayment(app.app.parts, tabs.paymentId, early)).toBe("unchanged");
    expect(await tabs.payments()).toHaveLength(1);
    await reconcile(app);
    await work();
    await expectOneKept(tabs, [BACK, KEPT]);
  });

  test("when Moyasar copies the invoice's metadata to its payments", async () => {
    const tabs = await openTwoTabs(app);
    for (const id of await tabs.chargeIds()) {
      const metadata = { payment_id: tabs.paymentId };
      expect((await tabs.call("PUT", `/payments/${id}`, { metadata })).status).toBe(200);
    }
    await tabs.approveFirst();
    await tabs.approveSecond();
    await work();
    await expectOneKept(tabs, [KEPT, BACK]);
  });
});

describe("a double charge alongside other refunds:", () => {
  test("after a cancellation both charges are refunded, each once", async () => {
    const tabs = await openTwoTabs(app);
    // The later tab pays first: by age alone the other charge would look like the refunded one.
    await tabs.approveSecond();
    await work();
    await tabs.customer.post(`/v1/bookings/${tabs.bookingId}/cancellation`, {});
    await work();
    expect(await tabs.charges()).toEqual(["initiated", BACK]);
    await tabs.approveFirst();
    await work();
    await work();
    expect(await tabs.charges()).toEqual([BACK, BACK]);
    expect(await tabs.bookingStatus()).toBe("cancelled");
    expect(await refundsOf(app, tabs.bookingId)).toEqual([
      `cancellation ${PRICE} succeeded source`,
      `paid_twice ${PRICE} succeeded source`,
    ]);
    expect(await broken(app)).toEqual([]);
  });

  test("a manual refund of the first charge goes through the first, the duplicate's through the second", async () => {
    const tabs = await openTwoTabs(app);
    await tabs.approveFirst();
    await work();
    const manager = await tabs.manager();
    sandbox.set({ reorderWebhooks: true });
    await tabs.approveSecond();
    const asked = await manager.post(`/v1/payments/${tabs.paymentId}/refunds`, {
      amount: sar(4_000),
      reason: "the cut was crooked",
    });
    expect(asked.status, JSON.stringify(asked.body)).toBe(201);
    await work();
    expect(await tabs.charges()).toEqual([`${PRICE} -4000`, BACK]);
    expect(await refundsOf(app, tabs.bookingId)).toEqual([
      "business 4000 succeeded source",
      `paid_twice ${PRICE} succeeded source`,
    ]);
    const [, second] = await tabs.payments();
    const more = await manager.post(`/v1/payments/${second.id}/refunds`, { reason: "once more" });
    expect(more.status).toBe(422);
    expect(await broken(app)).toEqual([]);
  });

  test("an order of two salons gets both parts of the second charge back", async () => {
    const terms = { payment_terms: "full" } as const;
    const haircuts = [await makeSalon(app.db, { terms }), await makeSalon(app.db, { terms })];
    const tabs = await openTwoTabs(app, { haircuts });
    await tabs.approveFirst();
    await tabs.approveSecond();
    await work();
    expect(await tabs.charges()).toEqual(["20000", "20000 -20000"]);
    for (const id of tabs.bookingIds) {
      expect(await refundsOf(app, id)).toEqual([`paid_twice ${PRICE} succeeded source`]);
      expect(await toldOf(app, id)).toEqual({ confirmed: 1, returned: 1, invoices: 1 });
    }
    expect(await broken(app)).toEqual([]);
  });
});
