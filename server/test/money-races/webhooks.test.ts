import { sql } from "kysely";
import { expect, test } from "vitest";
import { sandboxKeys } from "../harness/sandbox.ts";
import { brokenChecks, race, tally, without } from "../races/arena.ts";
import { openReceiver } from "../sandbox/webhook-receiver.ts";
import { openMoneyArenas, type MoneyArena } from "./money-arena.ts";
import { ask, makeCustomer, makeHolds, payUnheard, standing } from "./paying.ts";

const { guarded, unrecognised } = await openMoneyArenas(["guarded", "unrecognised"]);
// No copy is recognised, as if event ids were not unique.
await without(
  unrecognised,
  `create function unrecognise() returns trigger language plpgsql as
   $$ begin new.event_id := gen_random_uuid()::text; return new; end $$`,
  "create trigger unrecognise before insert on webhook_inbox for each row execute function unrecognise()",
);
const receiver = await openReceiver();

const COPIES = 50;

/** Sends one webhook fifty times at once to two processes, which then both process it. */
async function raceToTell(arena: MoneyArena) {
  arena.sandbox.notify({ moyasar: { url: receiver.url, secret: sandboxKeys.webhookSecret } });
  const customer = await makeCustomer(arena);
  const [held] = await makeHolds(arena, [customer]);
  const paymentId = await payUnheard(arena, customer.caller(), held!);
  await arena.sandbox.sendWebhooks();
  const { body: event } = receiver.received.findLast(({ body }) => body.type === "payment_paid")!;
  const copies = Array.from(
    { length: COPIES },
    (_, n) => () => arena.as("", n).post("/webhooks/moyasar", event),
  );
  const answers = await race(arena, copies, { tables: ["webhook_inbox"] });
  await Promise.all([arena.work("outbox", 0), arena.work("outbox", 1)]);
  const [stands] = await standing(arena, [held!.bookingId]);
  return { answers, stands, ...(await effects(arena, paymentId, held!.bookingId)) };
}

async function effects(arena: MoneyArena, paymentId: string, bookingId: string) {
  return ask(
    arena,
    sql<{
      kept: number;
      counted: number;
      told: number;
      arrived: number;
      confirmed: number;
      messages: number;
    }>`
      select (select count(*) from webhook_inbox)::int as kept,
        (select sum(deliveries) from webhook_inbox)::int as counted,
        (select count(*) from outbox where topic = 'webhook.received' and done_at is not null)::int as told,
        (select count(*) from ledger_transactions where payment_id = ${paymentId} and kind = 'payment'
          and key like '%:paid')::int as arrived,
        (select count(*) from booking_events where booking_id = ${bookingId} and to_status = 'confirmed')::int as confirmed,
        (select count(*) from messages where booking_id = ${bookingId} and template = 'booking.confirmed')::int as messages`,
  );
}

const onceOnly = { stands: "confirmed paid", arrived: 1, confirmed: 1, messages: 1 };

test("one webhook sent fifty times at once is stored once, counted fifty times, and has one effect", async () => {
  const { answers, ...rest } = await raceToTell(guarded);
  expect(tally(answers)).toEqual({ "200": COPIES });
  expect(rest).toEqual({ ...onceOnly, kept: 1, counted: COPIES, told: 1 });
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("control: with copies not recognised, each is processed, and only the settled payment prevents a second effect", async () => {
  const { answers, ...rest } = await raceToTell(unrecognised);
  expect(tally(answers)).toEqual({ "200": COPIES });
  expect(rest).toEqual({ ...onceOnly, kept: COPIES, counted: COPIES, told: COPIES });
});
