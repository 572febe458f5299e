import { expect, test } from "vitest";
import { accounts } from "../harness/money-app.ts";
import { makeMember } from "../harness/people.ts";
import { brokenChecks, without } from "../races/arena.ts";
import { openMoneyArenas, type MoneyArena } from "./money-arena.ts";
import { atGateway, holdOnCard, makeCustomer, standing } from "./paying.ts";

/** Moyasar lets go even of what it has charged, until it settles: so both of two who ask at once can have their way. */

const { guarded, stingy } = await openMoneyArenas(["guarded", "stingy"]);
// What goes back by itself is not written down.
await without(
  stingy,
  "create function keep_it() returns trigger language plpgsql as $$ begin return null; end $$",
  "create trigger keep_it before insert on refunds for each row when (new.automatic) execute function keep_it()",
);

/** A booking that waits for the business, its money held on a card. */
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

/** Both stand before the gateway; it hears the one, which is written down here, and then the other. */
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

/** Two managers at two processes: one charges what the other lets go of. */
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

test("a manager lets go of what another has just charged: it is back with the payer, and that is what stands here", async () => {
  const { answers, ends } = await twoManagers(guarded, "capture");
  expect(answers).toEqual([200, 409]);
  expect(ends).toEqual(["cancelled refunded", "voided"]);
  expect(await accounts(guarded)).toEqual({});
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("the same where nothing goes back by itself: money counts as taken that the gateway has let go of", async () => {
  const { ends } = await twoManagers(stingy, "capture");
  expect(ends).toEqual(["cancelled paid", "voided"]);
  expect(await brokenChecks(stingy)).not.toEqual([]);
});

test("a manager charges what another has just let go of: nothing is taken", async () => {
  const { answers, ends } = await twoManagers(guarded, "void");
  expect(answers).toEqual([200, 409]);
  expect(ends).toEqual(["cancelled voided", "voided"]);
  expect(await accounts(guarded)).toEqual({});
  expect(await brokenChecks(guarded)).toEqual([]);
});

/** The business accepts and its money is charged by one worker, while the customer cancels and another lets go of it. */
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
  "the business accepts while the customer cancels, and the gateway hears %s first: cancelled, and nothing is kept",
  async (first) => {
    const [stands, gateway] = await twoWorkers(guarded, first);
    expect(stands).toBeOneOf(["cancelled refunded", "cancelled voided", "cancelled failed"]);
    expect(gateway).toBe("voided");
    expect(await accounts(guarded)).toEqual({});
    expect(await brokenChecks(guarded)).toEqual([]);
  },
);
