import { beforeEach, describe, expect, test } from "vitest";
import { openTestSandbox } from "../harness/sandbox.ts";
import { moyasarCaller, paymentOf } from "./moyasar-caller.ts";
import { openReceiver } from "./webhook-receiver.ts";

const receiver = await openReceiver();
const sandbox = await openTestSandbox({ webhooks: { url: receiver.url, secret: "s" } });
const call = moyasarCaller(sandbox);

beforeEach(async () => {
  // What is still on its way belongs to the test before.
  await sandbox.sendWebhooks();
  sandbox.reset();
  receiver.received.length = 0;
});

const held = async () =>
  (await call("POST", "/payments", paymentOf({}, { manual: true }))).body.id as string;

describe("acting without answering", () => {
  test("a payment is made, nobody is told, and the next request is answered", async () => {
    sandbox.set({ actThenTimeOut: { count: 1, operation: "create" } });
    const wanted = paymentOf();
    await expect(call("POST", "/payments", wanted)).rejects.toThrow("fetch failed");
    expect((await call("GET", `/payments/${wanted.given_id}`)).body.status).toBe("paid");
    expect((await call("POST", "/payments", paymentOf())).status).toBe(201);
  });

  test.each([
    ["capture", "captured"],
    ["void", "voided"],
  ] as const)("a %s is done", async (operation, status) => {
    const id = await held();
    sandbox.set({ actThenTimeOut: { count: 1, operation } });
    await expect(call("POST", `/payments/${id}/${operation}`)).rejects.toThrow("fetch failed");
    expect((await call("GET", `/payments/${id}`)).body.status).toBe(status);
  });

  test("a refund is done once, though it was asked for twice", async () => {
    const { id } = (await call("POST", "/payments", paymentOf())).body;
    sandbox.set({ actThenTimeOut: { count: 1, operation: "refund" } });
    await expect(call("POST", `/payments/${id}/refund`, { amount: 4_000 })).rejects.toThrow(
      "fetch failed",
    );
    expect((await call("GET", `/payments/${id}`)).body.refunded).toBe(4_000);
    // Refunds know no idempotency: whoever does not look first gives back twice.
    await call("POST", `/payments/${id}/refund`, { amount: 4_000 });
    expect((await call("GET", `/payments/${id}`)).body.refunded).toBe(8_000);
  });

  test("other requests are answered, refused ones too, and count for nothing", async () => {
    const id = await held();
    sandbox.set({ actThenTimeOut: { count: 1, operation: "capture" } });
    expect((await call("GET", `/payments/${id}`)).status).toBe(200);
    expect((await call("POST", `/payments/${id}/capture`, { amount: 0 })).status).toBe(400);
    await expect(call("POST", `/payments/${id}/capture`)).rejects.toThrow("fetch failed");
  });

  test("the webhook comes although the answer did not", async () => {
    sandbox.set({ actThenTimeOut: { count: 1 } });
    const wanted = paymentOf();
    await expect(call("POST", "/payments", wanted)).rejects.toThrow("fetch failed");
    await receiver.until(1);
    expect(receiver.received[0]!.body.data.id).toBe(wanted.given_id);
  });

  test("a connection that is kept open is let go when the sandbox closes", async () => {
    const other = await openTestSandbox();
    other.set({ actThenTimeOut: { count: 1 }, hangMs: 3_600_000 });
    const asked = moyasarCaller(other)("POST", "/payments", paymentOf());
    const outcome = asked.then(
      () => "answered",
      () => "cut off",
    );
    let listed = 0;
    while (listed === 0) {
      const response = await fetch(`${other.origin}/sandbox/payments`);
      listed = ((await response.json()) as { payments: unknown[] }).payments.length;
    }
    await other.close();
    expect(await outcome).toBe("cut off");
  });
});

describe("failing before acting", () => {
  test.each([
    ["429", 429, "rate_limit_error"],
    ["500", 500, "api_error"],
    ["503", 503, "api_error"],
  ] as const)("%s does nothing and says so in JSON", async (as, status, type) => {
    sandbox.set({ failNext: { count: 1, as } });
    const wanted = paymentOf();
    expect(await call("POST", "/payments", wanted)).toMatchObject({ status, body: { type } });
    expect((await call("GET", `/payments/${wanted.given_id}`)).status).toBe(404);
  });

  test("a page of HTML stands where JSON was due", async () => {
    sandbox.set({ failNext: { count: 1, as: "html-403" } });
    const answer = await call("POST", "/payments", paymentOf());
    expect(answer).toMatchObject({ status: 403, type: "text/html; charset=utf-8" });
    expect(answer.body).toContain("<!doctype html>");
  });

  test("a time-out does nothing", async () => {
    sandbox.set({ failNext: { count: 1, as: "timeout", operation: "create" } });
    const wanted = paymentOf();
    await expect(call("POST", "/payments", wanted)).rejects.toThrow("fetch failed");
    expect((await call("GET", `/payments/${wanted.given_id}`)).status).toBe(404);
  });

  test("so many fail, of the kind named, and no more", async () => {
    sandbox.set({ failNext: { count: 2, as: "500", operation: "read" } });
    const statuses = [];
    for (const method of ["GET", "POST", "GET", "GET"]) {
      const body = method === "POST" ? paymentOf() : undefined;
      statuses.push((await call(method, "/payments", body)).status);
    }
    expect(statuses).toEqual([500, 201, 500, 200]);
  });
});

describe("over HTTP", () => {
  const post = async (path: string, body?: unknown) => {
    const response = await fetch(`${sandbox.origin}${path}`, {
      method: "POST",
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  };

  test("faults are set one by one and reset together", async () => {
    expect(await post("/sandbox/faults", { webhookCopies: 2 })).toMatchObject({
      status: 200,
      body: { webhookCopies: 2, usedGivenId: "reject" },
    });
    expect((await post("/sandbox/reset")).body).toMatchObject({ webhookCopies: 1 });
  });

  test.each([[{ webhookCopies: 0 }], [{ explode: true }], [{ failNext: { count: 1 } }], [[]]])(
    "%j is no fault",
    async (faults) => {
      const answer = await post("/sandbox/faults", faults);
      expect(answer).toMatchObject({ status: 400, body: { message: expect.any(String) } });
      expect(await (await fetch(`${sandbox.origin}/sandbox/faults`)).json()).toMatchObject({
        webhookCopies: 1,
        failNext: { count: 0 },
      });
    },
  );

  test("everything is listed, and held webhooks are sent", async () => {
    sandbox.set({ reorderWebhooks: true });
    const { id } = (await call("POST", "/payments", paymentOf())).body;
    const listed = await (await fetch(`${sandbox.origin}/sandbox/payments`)).json();
    expect(listed).toMatchObject({ payments: [{ id }], invoices: [], tokens: [] });
    const sent = await post("/sandbox/webhooks");
    expect(sent.body).toMatchObject({ attempts: [{ event_type: "payment_paid" }] });
    expect(receiver.received).toHaveLength(1);
  });
});
