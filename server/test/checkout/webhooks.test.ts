import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { HOUR_MS } from "../../src/base/time.ts";
import { paymentSubscriptions } from "../../src/payment/jobs.ts";
import { GatewayUnclear } from "../../src/payment/gateway.ts";
import { drainOutbox } from "../../src/queue/drain-outbox.ts";
import { openTill } from "./paid-orders.ts";

const till = await openTill({ poolSize: 20 });
const { gateway, parts, clock, owner } = till;
const gatewaySide = till.as();

const work = () => drainOutbox({ ...parts, subscriptions: paymentSubscriptions(parts) });
const send = (body: unknown, headers?: Record<string, string>) =>
  gatewaySide.send("POST", "/webhooks/moyasar", body, headers);

interface Kept {
  event_id: string;
  deliveries: number;
  outcome: string | null;
  body: string;
}
const inbox = () =>
  till.read(sql<Kept>`select event_id, deliveries, outcome, body from webhook_inbox order by id`);
const outcomes = async () =>
  Object.fromEntries((await inbox()).map(({ event_id, outcome }) => [event_id, outcome]));
const told = () =>
  till.read(
    sql<{ n: number }>`select count(*)::int as n from outbox where topic = 'webhook.received'`,
  );

beforeEach(async () => {
  gateway.at = {};
  await sql`delete from webhook_inbox`.execute(owner);
  await sql`delete from outbox`.execute(owner);
});

test("a webhook is answered at once, stored without its secret, and settles its payment when the worker runs", async () => {
  const payment = await till.begin();
  gateway.takeMoney(payment.id);
  const { ref } = gateway.state(payment.id);
  const answer = await send(gateway.event({ id: "e1", ref }));
  expect([answer.status, answer.body]).toEqual([200, { received: true }]);
  expect(await till.bookingStatus(payment)).toBe("reserved");

  await work();
  expect((await till.payment(payment.id)).status).toBe("paid");
  expect(await till.bookingStatus(payment)).toBe("confirmed");
  const [kept] = await inbox();
  expect(kept).toMatchObject({ event_id: "e1", deliveries: 1, outcome: "settled" });
  expect(kept!.body).not.toContain("secret");
});

test("fifty copies at once make one row, one outbox event and one effect", async () => {
  const payment = await till.begin();
  gateway.takeMoney(payment.id);
  const event = gateway.event({ id: "e-fifty", ref: gateway.state(payment.id).ref });
  const answers = await Promise.all(Array.from({ length: 50 }, () => send(event)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(await inbox()).toMatchObject([{ event_id: "e-fifty", deliveries: 50 }]);
  expect(await told()).toEqual([{ n: 1 }]);
  expect(await till.app.parts.metrics.render()).toContain(
    'holdfast_webhooks_total{kind="duplicate"} 49',
  );

  await Promise.all([work(), work(), work()]);
  expect(await effectsOf(payment.id)).toEqual({ moves: ["initiated", "paid"], postings: 1 });
});

test("control: with event ids made unique, fifty copies make fifty rows", async () => {
  await sql`create function another_id() returns trigger language plpgsql as
    $$ begin new.event_id := new.event_id || random(); return new; end $$`.execute(owner);
  await sql`create trigger another_id before insert on webhook_inbox
    for each row execute function another_id()`.execute(owner);
  try {
    const payment = await till.begin();
    gateway.takeMoney(payment.id);
    const event = gateway.event({ id: "e-control", ref: gateway.state(payment.id).ref });
    await Promise.all(Array.from({ length: 50 }, () => send(event)));
    expect(await inbox()).toHaveLength(50);
    expect(await told()).toEqual([{ n: 50 }]);
    // The second guard: fifty outbox events move the payment once.
    while ((await work()) > 0);
    expect(await effectsOf(payment.id)).toEqual({ moves: ["initiated", "paid"], postings: 1 });
    const settled = Object.values(await outcomes()).filter((one) => one === "settled");
    expect(settled).toHaveLength(1);
  } finally {
    await sql`drop trigger another_id on webhook_inbox`.execute(owner);
  }
});

/** Returns every status a payment took, and how often its money was posted. */
async function effectsOf(paymentId: string) {
  const moves = await till.read(sql<{ to_status: string }>`
    select to_status from payment_events where payment_id = ${paymentId} and to_status is not null order by seq`);
  const [posted] = await till.read(sql<{ n: number }>`
    select count(*)::int as n from ledger_transactions where key = ${`payment:${paymentId}:paid`}`);
  return { moves: moves.map((one) => one.to_status), postings: posted!.n };
}

test("webhooks out of order leave the payment as the gateway has it", async () => {
  const payment = await till.begin();
  const { ref } = gateway.state(payment.id);
  gateway.takeMoney(payment.id);
  const late = [
    { id: "r3", type: "payment_paid", status: "paid" },
    { id: "r2", type: "payment_authorized", status: "authorized" },
    { id: "r1", type: "payment_failed", status: "failed" },
  ];
  for (const one of late) {
    expect((await send(gateway.event({ ...one, ref }))).status).toBe(200);
    await work();
  }
  expect(await effectsOf(payment.id)).toEqual({ moves: ["initiated", "paid"], postings: 1 });
  expect(await outcomes()).toEqual({ r1: "unchanged", r2: "unchanged", r3: "settled" });
});

test("a webhook that says paid while the gateway says otherwise changes nothing", async () => {
  const payment = await till.begin();
  await send(gateway.event({ id: "lie", ref: gateway.state(payment.id).ref, status: "paid" }));
  await work();
  expect((await till.payment(payment.id)).status).toBe("initiated");
  expect(await till.bookingStatus(payment)).toBe("reserved");
  expect(await inbox()).toMatchObject([{ outcome: "unchanged" }]);
});

test("a webhook that overtakes the answer to the charge finds its payment by our own id", async () => {
  let during: Promise<unknown> | undefined;
  gateway.at = {
    "charge:after": async (id) => {
      gateway.takeMoney(id);
      const event = gateway.event({ id: "early", ref: gateway.state(id).ref, ours: id });
      await send(event);
      during = work();
      await during;
    },
  };
  const payment = await till.begin();
  expect(during).toBeDefined();
  expect(await inbox()).toMatchObject([{ outcome: "settled" }]);
  expect(await effectsOf(payment.id)).toEqual({ moves: ["initiated", "paid"], postings: 1 });
});

test.each([
  ["the wrong secret", { secret: "the shared secret of texts" }],
  ["no secret", { secret: "" }],
])("a forged webhook with %s is refused and stores nothing", async (_, forged) => {
  const answer = await send(gateway.event({ id: "forged", ref: "gw_x", ...forged }));
  expect(answer.status).toBe(401);
  expect(answer.body).toMatchObject({ status: 401, requestId: expect.any(String) });
  expect(answer.body.detail).not.toContain("Bearer");
  expect(await inbox()).toEqual([]);
  expect(await told()).toEqual([{ n: 0 }]);
});

test("a request that is not a webhook is clearly refused and stores nothing", async () => {
  const sendBytes = async (body: string | Uint8Array<ArrayBuffer>, type = "application/json") => {
    const response = await fetch(`${till.origin}/webhooks/moyasar`, {
      method: "POST",
      headers: { "content-type": type },
      body,
    });
    return response.status;
  };
  expect(await sendBytes('{"id":')).toBe(400);
  expect(await sendBytes("")).toBe(401);
  expect(await sendBytes("[]")).toBe(422);
  expect(await sendBytes('"x"')).toBe(422);
  expect(await sendBytes(new Uint8Array([0x22, 0xff, 0x22]))).toBe(400);
  expect(await sendBytes('{"id":"a\\u0000b"}')).toBe(422);
  expect(await sendBytes("{}", "text/plain")).toBe(415);
  expect(await sendBytes(JSON.stringify({ x: "x".repeat(300_000) }))).toBe(413);
  expect((await send(gateway.event({ id: "x".repeat(256) }))).status).toBe(400);
  expect((await send(gateway.event({ id: "" }))).status).toBe(400);
  expect(await inbox()).toEqual([]);
});

test("unknown fields are stored as sent", async () => {
  const body = { ...gateway.event({ id: "more" }), account_name: "شركة", extra: { deep: [1] } };
  expect((await send(body)).status).toBe(200);
  expect(JSON.parse((await inbox())[0]!.body)).toMatchObject({
    account_name: "شركة",
    extra: { deep: [1] },
  });
});

test("the webhook address of a gateway that is not configured is not found", async () => {
  const answer = await gatewaySide.send("POST", "/webhooks/stripe", { id: "evt_1" });
  expect(answer.status).toBe(404);
});

test("webhooks about unknown payments or other events are stored and change nothing", async () => {
  await send(gateway.event({ id: "u1", ref: "gw_somebody-elses" }));
  await send(gateway.event({ id: "u2", ref: "not a uuid ' \" ;--", ours: "neither" }));
  await send(gateway.event({ id: "u3", type: "balance_transferred" }));
  await work();
  expect(await outcomes()).toEqual({
    u1: "unknown-payment",
    u2: "unknown-payment",
    u3: "ignored-type",
  });
});

test("a webhook whose gateway does not answer stays open and is retried", async () => {
  const payment = await till.begin();
  gateway.takeMoney(payment.id);
  await send(gateway.event({ id: "away", ref: gateway.state(payment.id).ref }));
  gateway.at = {
    "find:before": () => {
      throw new GatewayUnclear("time-out");
    },
  };
  await work();
  expect(await inbox()).toMatchObject([{ outcome: null }]);
  gateway.at = {};
  clock.advance(HOUR_MS);
  await work();
  expect(await inbox()).toMatchObject([{ outcome: "settled" }]);
  expect((await till.payment(payment.id)).status).toBe("paid");
});

test("a repeated outbox event checks the payment once", async () => {
  const payment = await till.begin();
  await send(gateway.event({ id: "twice", ref: gateway.state(payment.id).ref }));
  await work();
  const asked = gateway.asked.length;
  await sql`update outbox set done_at = null where topic = 'webhook.received'`.execute(owner);
  await work();
  expect(gateway.asked.length).toBe(asked);
});

test("a webhook repeated under its Idempotency-Key is replayed and not counted", async () => {
  const event = gateway.event({ id: "keyed" });
  const first = await send(event, { "idempotency-key": "k-1" });
  const again = await send(event, { "idempotency-key": "k-1" });
  expect([first.status, again.status]).toEqual([200, 200]);
  expect(again.headers.get("idempotent-replayed")).toBe("true");
  expect(await inbox()).toMatchObject([{ deliveries: 1 }]);
});
