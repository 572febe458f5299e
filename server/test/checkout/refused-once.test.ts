import { readFile } from "node:fs/promises";
import { sql } from "kysely";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { haircut, problemOf } from "../flows/wants.ts";
import { makeSalon } from "../harness/businesses.ts";
import type { Answer, Caller } from "../harness/caller.ts";
import { sar, startMoneyApp, type MoneyApp } from "../harness/money-app.ts";
import { makePerson } from "../harness/people.ts";
import { morning } from "../harness/test-app.ts";
import { without } from "../races/arena.ts";
import { untilWaiting } from "../money-races/in-line.ts";

/** Starting a payment is answered once per Idempotency-Key, refusals included. */

const app = await startMoneyApp();
const forgetful = await startMoneyApp();
await without(
  forgetful,
  `create function forget() returns trigger language plpgsql as
   $$ begin new.key := gen_random_uuid()::text; return new; end $$`,
  "create trigger forget before insert on idempotency_keys for each row execute function forget()",
);
const { owner, clock } = app;
const RETURN = "https://book.example/back";

beforeEach(() => {
  for (const one of [app, forgetful]) {
    one.clock.set(morning);
    one.sandbox.reset();
  }
});

/** Opens and closes the gateway; while it is closed, card payments are refused. */
function gatewayOf({ app: { parts } }: MoneyApp) {
  const { gateways } = parts;
  const { moyasar } = gateways;
  return {
    close: () => void delete gateways.moyasar,
    open: () => void (gateways.moyasar = moyasar),
  };
}
const gateway = gatewayOf(app);
afterEach(gateway.open);

async function makeCustomer(of: MoneyApp) {
  const { token, id } = await makePerson(of.db);
  return { ...of.as(token), id };
}

async function hold(of: MoneyApp, customer: Caller): Promise<string> {
  const salon = await makeSalon(of.db, { terms: { payment_terms: "full" } });
  const items = [haircut(salon, "2026-11-24T10:00:00+03:00")];
  return (await customer.post("/v1/orders", { items })).body.id;
}

interface Way {
  ask: (key: string, change?: object) => Promise<Answer>;
}

/** Both ways to start a payment, each with a request that is valid while the gateway is open. */
const ways: [name: string, open: (of: MoneyApp) => Promise<Way>][] = [
  [
    "paying for an order",
    async (of) => {
      const customer = await makeCustomer(of);
      const id = await hold(of, customer);
      const body = { method: "card", returnUrl: RETURN };
      return {
        ask: (key, change) =>
          customer.post(
            `/v1/orders/${id}/payments`,
            { ...body, ...change },
            { "idempotency-key": key },
          ),
      };
    },
  ],
  [
    "topping up a wallet",
    async (of) => {
      const customer = await makeCustomer(of);
      const body = { amount: sar(5_000), returnUrl: RETURN };
      return {
        ask: (key, change) =>
          customer.post("/v1/wallet/topUps", { ...body, ...change }, { "idempotency-key": key }),
      };
    },
  ],
];

const said = (answer: Answer) => [answer.status, problemOf(answer)];
const isReplay = ({ headers }: Answer) => headers.get("idempotent-replayed") === "true";
const counted = async (of = app) => {
  const { rows } = await sql<{ payments: number }>`
    select count(*)::int as payments from payments`.execute(of.owner);
  return rows[0]!.payments;
};

/**
 * Sends a copy that is refused, then one that would succeed, while the first waits to store its refusal.
 * @returns both answers, in this order
 */
async function refuseThenBegin(of: MoneyApp, { ask }: Way, key: string): Promise<Answer[]> {
  const own = gatewayOf(of);
  own.close();
  return atTheKeys(
    of,
    () => ask(key),
    () => {
      own.open();
      return ask(key);
    },
  );
}

/** Sends the second, and awaits its answer, while the first waits to store its own under the key. */
async function atTheKeys(
  { url }: { url: string },
  first: () => Promise<Answer>,
  second: () => Promise<Answer>,
): Promise<Answer[]> {
  const keeper = new pg.Client({ connectionString: url, application_name: "gate keeper" });
  await keeper.connect();
  try {
    await keeper.query("begin");
    await keeper.query("lock table idempotency_keys in exclusive mode");
    const running = first();
    await untilWaiting(keeper, 1);
    const answer = await second();
    await keeper.query("commit");
    return [await running, answer];
  } finally {
    await keeper.end();
  }
}

describe.each(ways)("%s", (_name, open) => {
  test("a refused request is refused again under its key, even if it would succeed by now", async () => {
    const { ask } = await open(app);
    const before = await counted();
    gateway.close();
    const first = await ask("refused");
    expect([...said(first), isReplay(first)]).toEqual([422, "invalid-request", false]);
    gateway.open();
    const again = await ask("refused");
    expect([again.status, isReplay(again)]).toEqual([422, true]);
    expect(again.body).toEqual(first.body);
    expect(await counted()).toBe(before);
    expect((await ask("another")).status).toBe(201);
  });

  test("a refused request uses up its key: a different request under it is refused", async () => {
    const { ask } = await open(app);
    gateway.close();
    await ask("used");
    gateway.open();
    const other = await ask("used", { returnUrl: `${RETURN}/elsewhere` });
    expect(said(other)).toEqual([422, "idempotency-key-reused"]);
    expect(isReplay(await ask("used"))).toBe(true);
  });

  test("a refused request may be retried under its key after three days", async () => {
    const { ask } = await open(app);
    gateway.close();
    await ask("old");
    gateway.open();
    await sql`update idempotency_keys set created_at = created_at - interval '73 hours'`.execute(
      owner,
    );
    expect((await ask("old")).status).toBe(201);
  });

  test("a started payment is the answer to every copy, even one that would be refused after the stored answer was lost", async () => {
    const { ask } = await open(app);
    const first = await ask("begun");
    expect(first.status).toBe(201);
    // As if the process had died before it could answer.
    const forget = sql`update idempotency_keys set status = null, body = null where key = 'begun'`;
    await forget.execute(owner);
    gateway.close();
    const again = await ask("begun");
    expect([again.status, again.body]).toEqual([201, first.body]);
    gateway.open();
    await forget.execute(owner);
    const other = await ask("begun", { returnUrl: `${RETURN}/elsewhere` });
    expect(said(other)).toEqual([422, "idempotency-key-reused"]);
    // The key still belongs to the first request.
    expect((await ask("begun")).body).toEqual(first.body);
  });

  test("of two copies at once, the first refused, no payment starts", async () => {
    const way = await open(app);
    const before = await counted();
    const [refused, copy] = await refuseThenBegin(app, way, "both");
    expect(said(refused!)).toEqual([422, "invalid-request"]);
    expect(said(copy!)).toEqual([409, "idempotency-in-progress"]);
    expect((await way.ask("both")).body).toEqual(refused!.body);
    expect(await counted()).toBe(before);
  });

  test("control: with refusals not remembered, a copy is refused and the next one starts a payment", async () => {
    const before = await counted(forgetful);
    const { ask } = await open(forgetful);
    const own = gatewayOf(forgetful);
    own.close();
    const refused = await ask("both");
    own.open();
    expect([refused.status, (await ask("both")).status]).toEqual([422, 201]);
    expect(await counted(forgetful)).toBe(before + 1);
  });

  test("of two copies at once, the first accepted, only its payment starts", async () => {
    const { ask } = await open(app);
    const [begun, copy] = await atTheKeys(
      app,
      () => ask("both-ways"),
      () => {
        gateway.close();
        return ask("both-ways");
      },
    );
    gateway.open();
    expect(begun!.status).toBe(201);
    expect(said(copy!)).toEqual([409, "idempotency-in-progress"]);
    // Past the time in which the first may still be talking to the gateway.
    clock.advance(31_000);
    expect((await ask("both-ways")).body.id).toBe(begun!.body.id);
  });
});

test("a payment for an unknown order gets the same answer again under the same key", async () => {
  const customer = await makeCustomer(app);
  const url = "/v1/orders/01a1fba8-62bf-7bea-a98f-b1ca6da38411/payments";
  const body = { method: "card", returnUrl: RETURN };
  const key = { "idempotency-key": "nothing" };
  const first = await customer.post(url, body, key);
  const again = await customer.post(url, body, key);
  expect([first, again].map((one) => [...said(one), isReplay(one)])).toEqual([
    [404, "not-found", false],
    [404, "not-found", true],
  ]);
  expect(again.body).toEqual(first.body);
});

test("a refusal for too little money in the wallet is not stored under the key", async () => {
  const customer = await makeCustomer(app);
  const id = await hold(app, customer);
  const key = { "idempotency-key": "poor" };
  const body = { method: "wallet", returnUrl: RETURN };
  const ask = () => customer.post(`/v1/orders/${id}/payments`, body, key);
  for (const _ of [1, 2]) {
    const refused = await ask();
    expect([...said(refused), isReplay(refused)]).toEqual([409, "insufficient-funds", false]);
  }
});

test("a key that an earlier release stored with its payment still finds that payment", async () => {
  const customer = await makeCustomer(app);
  const id = await hold(app, customer);
  const body = { method: "card", returnUrl: RETURN };
  const ask = (key: string) =>
    customer.post(`/v1/orders/${id}/payments`, body, { "idempotency-key": key });
  const first = await ask("early");
  expect(first.status).toBe(201);
  await backToEarlierRelease(first.body.id, "early");
  const file = new URL("../../migrations/0038_begun_under_a_key.sql", import.meta.url);
  const client = new pg.Client({ connectionString: app.url });
  await client.connect();
  await client.query(await readFile(file, "utf8"));
  await client.end();
  expect((await ask("early")).body.id).toBe(first.body.id);
  const other = await customer.post(
    `/v1/orders/${id}/payments`,
    { ...body, returnUrl: `${RETURN}/elsewhere` },
    { "idempotency-key": "early" },
  );
  expect(said(other)).toEqual([422, "idempotency-key-reused"]);
});

/** Restores the tables of the release in which payments carried keys, with the key of one payment. */
async function backToEarlierRelease(paymentId: string, key: string): Promise<void> {
  await sql`
    alter table payments drop column desk_confirmation_of, add column idempotency_scope text,
      add column idempotency_key text, add column idempotency_fingerprint text;`.execute(owner);
  await sql`
    update payments p set created_at = now(), idempotency_scope = k.scope, idempotency_key = k.key, idempotency_fingerprint = k.fingerprint
    from idempotency_keys k where p.id = ${paymentId} and k.key = ${key}`.execute(owner);
  await sql`delete from idempotency_keys where key = ${key} or status is null`.execute(owner);
  await sql`alter table idempotency_keys drop column begun, alter column status set not null`.execute(
    owner,
  );
}
