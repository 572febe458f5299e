import fc from "fast-check";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { newId } from "../../src/base/id.ts";
import type { Gateway } from "../../src/payment/gateway.ts";
import { nobodyLosesMoney, type DeedKind } from "./property.ts";
import { startModelApp, type ModelApp } from "./world.ts";

/** Enough runs for every one of these faults to be found. */
const RUNS = 100;
const SEED = 7;

/** Returns the property's failure when it is run against a broken app. */
async function failureOf(app: ModelApp, only?: readonly DeedKind[]): Promise<string> {
  const spoilt = { isUnchecked: true, ...(only && { only }) } as const;
  const result = await fc.check(nobodyLosesMoney(app, spoilt), {
    seed: SEED,
    numRuns: RUNS,
    endOnFailure: true,
  });
  return result.failed ? String(result.errorInstance) : "found nothing wrong";
}

/** The payment is polled without end, or given up although the gateway has its money. */
const neverFound =
  /payments that came to no end|what we say the gateway has|always something left to do/;

/** The deeds that buy and amend. */
const changing: DeedKind[] = ["buying", "payingByCard", "amending", "decidingChange", "workingOff"];

const guards: [string, string[], RegExp, DeedKind[]?][] = [
  [
    "automatic refunds",
    [
      "create function keep_it() returns trigger language plpgsql as $$ begin return null; end $$",
      "create trigger keep_it before insert on refunds for each row when (new.automatic) execute function keep_it()",
      // The database's own guards would stop most of it before anybody loses money.
      "drop trigger booking_paid_first on bookings",
      "drop trigger share_within_price on payment_shares",
      "drop trigger payment_within_price on payments",
    ],
    /cost something else than was agreed/,
  ],
  [
    "refunds for amendments",
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
    "polling of payments without a webhook",
    [
      `create function never_again() returns trigger language plpgsql as
       $$ begin new.next_poll_at := null; return new; end $$`,
      "create trigger never_again before insert or update on payments for each row execute function never_again()",
    ],
    neverFound,
  ],
];

test.each(guards)(
  "control: without %s somebody loses money",
  { timeout: 300_000 },
  async (_, statements, said, only) => {
    const app = await startModelApp();
    for (const statement of statements) await sql.raw(statement).execute(app.owner);
    expect(await failureOf(app, only)).toMatch(said);
  },
);

test(
  "control: when the gateway does not get our id, a card is charged for an unknown payment",
  { timeout: 300_000 },
  async () => {
    const anew = (gateway: Gateway): Gateway => ({
      ...gateway,
      charge: async (charge) => gateway.charge({ ...charge, id: newId(Date.now()) }),
    });
    expect(await failureOf(await startModelApp(anew))).toMatch(neverFound);
  },
);
