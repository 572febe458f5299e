import fc from "fast-check";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { newId } from "../../src/base/id.ts";
import type { Gateway } from "../../src/payment/gateway.ts";
import { nobodyLosesMoney, type DeedKind } from "./property.ts";
import { startModelApp, type ModelApp } from "./world.ts";

/** Enough for every one of these to be found; a property that found nothing in so many would prove nothing. */
const RUNS = 100;
const SEED = 7;

/** What the property says when it is run against something broken. */
async function failureOf(app: ModelApp, only?: readonly DeedKind[]): Promise<string> {
  const spoilt = { isUnchecked: true, ...(only && { only }) } as const;
  const result = await fc.check(nobodyLosesMoney(app, spoilt), {
    seed: SEED,
    numRuns: RUNS,
    endOnFailure: true,
  });
  return result.failed ? String(result.errorInstance) : "found nothing wrong";
}

/** It is looked for without end, or given up although the gateway has it. */
const neverFound =
  /payments that came to no end|what we say the gateway has|always something left to do/;

/** What is bought and becomes something else. */
const changing: DeedKind[] = ["buying", "payingByCard", "amending", "decidingChange", "workingOff"];

const guards: [string, string[], RegExp, DeedKind[]?][] = [
  [
    "refunds that happen by themselves",
    [
      "create function keep_it() returns trigger language plpgsql as $$ begin return null; end $$",
      "create trigger keep_it before insert on refunds for each row when (new.automatic) execute function keep_it()",
      // The database sees most of it before anybody loses.
      "drop trigger booking_paid_first on bookings",
      "drop trigger share_within_price on payment_shares",
      "drop trigger payment_within_price on payments",
    ],
    /cost something else than was agreed/,
  ],
  [
    "refunds of what a changed booking costs less, or of a change that came to nothing",
    [
      "create function keep_it() returns trigger language plpgsql as $$ begin return null; end $$",
      "create trigger keep_it before insert on refunds for each row when (new.cause = 'amendment') execute function keep_it()",
      "drop trigger booking_paid_first on bookings",
      "drop trigger booking_paid_no_more_than_it_costs on bookings",
      "drop trigger share_within_price on payment_shares",
      "drop trigger payment_within_price on payments",
    ],
    /cost something else than was agreed|were paid in vain/,
    changing,
  ],
  [
    "the second look at a payment of which nothing was heard",
    [
      `create function never_again() returns trigger language plpgsql as
       $$ begin new.next_poll_at := null; return new; end $$`,
      "create trigger never_again before insert or update on payments for each row execute function never_again()",
    ],
    neverFound,
  ],
];

test.each(guards)(
  "without %s somebody loses",
  { timeout: 300_000 },
  async (_, statements, said, only) => {
    const app = await startModelApp();
    for (const statement of statements) await sql.raw(statement).execute(app.owner);
    expect(await failureOf(app, only)).toMatch(said);
  },
);

test(
  "without our id as the gateway's, a card is charged that nobody knows of",
  { timeout: 300_000 },
  async () => {
    const anew = (gateway: Gateway): Gateway => ({
      ...gateway,
      charge: async (charge) => gateway.charge({ ...charge, id: newId(Date.now()) }),
    });
    expect(await failureOf(await startModelApp(anew))).toMatch(neverFound);
  },
);
