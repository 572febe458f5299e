import { expect, test } from "vitest";
import { accounts } from "../harness/money-app.ts";
import { makeMember } from "../harness/people.ts";
import { brokenChecks, without } from "../races/arena.ts";
import { openMoneyArenas, type MoneyArena } from "./money-arena.ts";
import { atGateway, holdOnCard, makeCustomer, standing } from "./paying.ts";

/** Moyasar voids even a captured payment until it settles, so both of two simultaneous requests can succeed. */

const { guarded, stingy } = await openMoneyArenas(["guarded", "stingy"]);
// Automatic refunds are never written.
await without(
  stingy,
  "create function keep_it() returns trigger language plpgsql as $$ begin return null; end $$",
  "create trigger keep_it before insert on refunds for each row when (new.automatic) execute function keep_it()",
);

/** Makes a pending booking with its money held on a card. */
async function makeHeld(arena: MoneyArena) {
  const customer = await makeCustomer(arena);
  const { bookingId, paymentId, salon } = await holdOnCard(arena, customer);
  const manager = await makeMember(arena.db, salon.businessId, "manager");
  const by = (server: number) => arena.as(manager.token, server);
  return {
    capture: () => by(0).post(`/v1/payments/${paymentId}/capture`),
    release: () => by(1).post(`/v1/payments/${paymentId}/void`),
    accept: () => by(0).post(`/v1/bookings/${bookingId}/confirmation`),
    cancel: () => customer.caller(1).post(`/v1/bookings/${bookingId}/cancellation`),
    stands: async () => (await standing(arena, [bookingId]))[0],
    atGateway: async () => (await atGateway(arena)).statuses.at(-1),
  };
}

/** Holds both requests at the gateway, lets `first` through until it is recorded here, and then the other. */
function hearInOrder({ relay }: MoneyArena, first: "capture" | "void") {
  const bothThere = Promise.withResolvers<void>();
  const isFirstOver = Promise.withResolvers<void>();
  let waiting = 0;
  relay.at.before = async (what) => {
    if (!/\/(capture|void)$/.test(what)) return;
    waiting += 1;
    if (waiting === 2) bothThere.resolve();
    await bothThere.promise;
    if (!what.endsWith(first)) await isFirstOver.promise;
  };
  return {
    someoneIsThere: async () => {
      await expect.poll(() => waiting).toBe(1);
    },
    firstIsOver: isFirstOver.resolve,
  };
}

/** Two managers at two processes: one captures what the other voids. */
async function twoManagers(arena: MoneyArena, first: "capture" | "void") {
  const held = await makeHeld(arena);
  const { firstIsOver } = hearInOrder(arena, first);
  const answers = { capture: held.capture(), void: held.release() };
  const heardFirst = await answers[first];
  firstIsOver();
  const heardLast = await answers[first === "capture" ? "void" : "capture"];
  arena.relay.at = {};
  await arena.workAll();
  return {
    answers: [heardFirst.status, heardLast.status],
    ends: [await held.stands(), await held.atGateway()],
  };
}

test("a manager voids what another has just captured: the payer gets the money back, and the booking is cancelled", async () => {
  const { answers, ends } = await twoManagers(guarded, "capture");
  expect(answers).toEqual([200, 409]);
  expect(ends).toEqual(["cancelled refunded", "voided"]);
  expect(await accounts(guarded)).toEqual({});
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("control: with automatic refunds off, a payment voided at the gateway still counts as paid", async () => {
  const { ends } = await twoManagers(stingy, "capture");
  expect(ends).toEqual(["cancelled paid", "voided"]);
  expect(await brokenChecks(stingy)).not.toEqual([]);
});

test("a manager captures what another has just voided: nothing is taken", async () => {
  const { answers, ends } = await twoManagers(guarded, "void");
  expect(answers).toEqual([200, 409]);
  expect(ends).toEqual(["cancelled voided", "voided"]);
  expect(await accounts(guarded)).toEqual({});
  expect(await brokenChecks(guarded)).toEqual([]);
});

/** The business accepts and one worker captures, while the customer cancels and another worker voids. */
async function twoWorkers(arena: MoneyArena, first: "capture" | "void") {
  const held = await makeHeld(arena);
  const { someoneIsThere, firstIsOver } = hearInOrder(arena, first);
  expect((await held.accept()).status).toBe(200);
  const charging = arena.work("outbox", 0);
  await someoneIsThere();
  expect((await held.cancel()).status).toBe(200);
  const releasing = arena.work("outbox", 1);
  await (first === "capture" ? charging : releasing);
  firstIsOver();
  await Promise.all([charging, releasing]);
  arena.relay.at = {};
  await arena.workAll();
  return [await held.stands(), await held.atGateway()];
}

test.each(["capture", "void"] as const)(
  "the business accepts while the customer cancels, and the gateway gets the %s first: the booking ends cancelled and nothing is kept",
  async (first) => {
    const [stands, gateway] = await twoWorkers(guarded, first);
    expect(stands).toBeOneOf(["cancelled refunded", "cancelled voided", "cancelled failed"]);
    expect(gateway).toBe("voided");
    expect(await accounts(guarded)).toEqual({});
    expect(await brokenChecks(guarded)).toEqual([]);
  },
);
