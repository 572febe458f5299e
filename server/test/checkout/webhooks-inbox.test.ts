import { sql } from "kysely";
import { beforeAll, expect, test } from "vitest";
import { paymentSubscriptions } from "../../src/payment/jobs.ts";
import { drainOutbox } from "../../src/queue/drain-outbox.ts";
import type { Caller } from "../harness/caller.ts";
import { makePerson } from "../harness/people.ts";
import { openTill, type OpenPayment } from "./paid-orders.ts";

const till = await openTill();
const { gateway, parts, clock } = till;
const work = () => drainOutbox({ ...parts, subscriptions: paymentSubscriptions(parts) });
const url = "/v1/admin/webhookInbox";

let admin: Caller;
let payment: OpenPayment;
beforeAll(async () => {
  admin = till.as((await makePerson(till.db, { admin: true })).token);
  payment = await till.begin();
  for (const id of ["first", "second", "third"]) {
    clock.advance(1_000);
    const event = gateway.event({ id, ref: gateway.state(payment.id).ref });
    await till.as().send("POST", "/webhooks/moyasar", event);
  }
  await work();
  clock.advance(1_000);
  await till.as().send("POST", "/webhooks/moyasar", gateway.event({ id: "fourth" }));
});

const eventIds = (items: { eventId: string }[]) => items.map(({ eventId }) => eventId);

test("an admin lists the received webhooks, newest first, page by page", async () => {
  const first = await admin.get(`${url}?limit=3`);
  expect(first.status, JSON.stringify(first.body)).toBe(200);
  expect(eventIds(first.body.items)).toEqual(["fourth", "third", "second"]);
  const second = await admin.get(`${url}?limit=3&cursor=${first.body.nextCursor}`);
  expect(eventIds(second.body.items)).toEqual(["first"]);
  expect(second.body.nextCursor).toBeNull();
  expect(second.body.items[0]).toMatchObject({
    gateway: "moyasar",
    gatewayRef: gateway.state(payment.id).ref,
    deliveries: 1,
    outcome: "unchanged",
  });
});

test("the list can be filtered by processed, waiting and gateway", async () => {
  expect(eventIds((await admin.get(`${url}?processed=false`)).body.items)).toEqual(["fourth"]);
  expect((await admin.get(`${url}?processed=true`)).body.items).toHaveLength(3);
  expect((await admin.get(`${url}?gateway=stripe`)).body.items).toEqual([]);
  expect((await admin.get(`${url}?processed=perhaps`)).status).toBe(422);
  expect((await admin.get(`${url}?cursor=nonsense`)).status).toBe(422);
});

test("an admin reprocesses a webhook: the payment settles, and the audit trail names the action", async () => {
  const [item] = (await admin.get(`${url}?processed=true&limit=1`)).body.items;
  gateway.takeMoney(payment.id);
  const answer = await admin.post(`${url}/${item.id}/reprocessing`);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  expect(answer.body).toEqual({ ...item, processedAt: null, outcome: null });
  while ((await work()) > 0);
  expect(await till.bookingStatus(payment)).toBe("confirmed");
  const { body } = await admin.get(`/v1/admin/audit?subjectId=${item.id}`);
  expect(body.items).toMatchObject([
    {
      action: "webhook.reprocessed",
      subjectKind: "webhook",
      before: { outcome: "unchanged" },
      after: { outcome: null },
    },
  ]);
  const [row] = await till.read(sql<{ outcome: string }>`
    select outcome from webhook_inbox where id = ${item.id}`);
  expect(row).toEqual({ outcome: "settled" });
});

test("reprocessing finds the payment of a webhook that named it only by our id", async () => {
  const open = await till.begin();
  clock.advance(1_000);
  const event = gateway.event({ id: "ours", ref: "gw_by-another-name", ours: open.id });
  await till.as().send("POST", "/webhooks/moyasar", event);
  while ((await work()) > 0);
  const [item] = (await admin.get(`${url}?limit=1`)).body.items;
  expect(item).toMatchObject({ eventId: "ours", outcome: "unchanged" });
  gateway.takeMoney(open.id);
  await admin.post(`${url}/${item.id}/reprocessing`);
  while ((await work()) > 0);
  expect(await till.bookingStatus(open)).toBe("confirmed");
});

test("nobody but an admin can read the inbox or reprocess a webhook", async () => {
  const [item] = (await admin.get(url)).body.items;
  for (const [who, status] of [
    [till.as(), 401],
    [till.as(payment.customer.token), 403],
  ] as const) {
    expect((await who.get(url)).status).toBe(status);
    expect((await who.post(`${url}/${item.id}/reprocessing`)).status).toBe(status);
  }
  expect((await admin.post(`${url}/${payment.id}/reprocessing`)).status).toBe(404);
});
