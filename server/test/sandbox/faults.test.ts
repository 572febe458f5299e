import { beforeEach, describe, expect, test } from "vitest";
import { openTestSandbox } from "../harness/sandbox.ts";
import { moyasarCaller, paymentOf } from "./moyasar-caller.ts";
import { openReceiver } from "./webhook-receiver.ts";

const receiver = await openReceiver();
const sandbox = await openTestSandbox({ webhooks: { url: receiver.url, secret: "s" } });
const call = moyasarCaller(sandbox);

beforeEach(async () => {
  // Webhooks still on their way belong to the previous test.
  await sandbox.sendWebhooks();
  sandbox.reset();
  receiver.received.length = 0;
});

const held = async () =>
  (await call("POST", "/payments", paymentOf({}, { manual: true }))).body.id as string;

describe("a sandbox told to act without answering", () => {
  test("makes the payment, times out, and answers the next request", async () => {
    sandbox.set({ actThenTimeOut: { count: 1, operation: "create" } });
    const wanted = paymentOf();
    await expect(call("POST", "/payments", wanted)).rejects.toThrow("fetch failed");
    expect((await call("GET", `/payments/${wanted.given_id}`)).body.status).toBe("paid");
    expect((await call("POST", "/payments", paymentOf())).status).toBe(201);
  });

  test.each([
    ["capture", "captured"],
    ["void", "voided"],
  ] as const)("performs a %s although the request times out", async (operation, status) => {
    const id = await held();
    sandbox.set({ actThenTimeOut: { count: 1, operation } });
    await expect(call("POST", `/payments/${id}/${operation}`)).rejects.toThrow("fetch failed");
    expect((await call("GET", `/payments/${id}`)).body.status).toBe(status);
  });

  test("performs a refund whose request timed out, so that a retry refunds again", async () => {
    const { id } = (await call("POST", "/payments", paymentOf())).body;
    sandbox.set({ actThenTimeOut: { count: 1, operation: "refund" } });
    await expect(call("POST", `/payments/${id}/refund`, { amount: 4_000 })).rejects.toThrow(
      "fetch failed",
    );
    expect((await call("GET", `/payments/${id}`)).body.refunded).toBe(4_000);
    // Refunds are not idempotent: a caller who does not look first refunds twice.
    await call("POST", `/payments/${id}/refund`, { amount: 4_000 });
    expect((await call("GET", `/payments/${id}`)).body.refunded).toBe(8_000);
  });

  test("answers other operations and refused requests without using up the fault", async () => {
    const id = await held();
    sandbox.set({ actThenTimeOut: { count: 1, operation: "capture" } });
    expect((await call("GET", `/payments/${id}`)).status).toBe(200);
    expect((await call("POST", `/payments/${id}/capture`, { amount: 0 })).status).toBe(400);
    await expect(call("POST", `/payments/${id}/capture`)).rejects.toThrow("fetch failed");
  });

  test("sends the webhook although the response was lost", async () => {
    sandbox.set({ actThenTimeOut: { count: 1 } });
    const wanted = paymentOf();
    await expect(call("POST", "/payments", wanted)).rejects.toThrow("fetch failed");
    await receiver.until(1);
    expect(receiver.received[0]!.body.data.id).toBe(wanted.given_id);
  });

  test("closes a hanging connection when the sandbox closes", async () => {
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

describe("a sandbox told to fail before acting", () => {
  test.each([
    ["429", 429, "rate_limit_error"],
    ["500", 500, "api_error"],
    ["503", 503, "api_error"],
  ] as const)("answers %s in JSON and makes no payment", async (as, status, type) => {
    sandbox.set({ failNext: { count: 1, as } });
    const wanted = paymentOf();
    expect(await call("POST", "/payments", wanted)).toMatchObject({ status, body: { type } });
    expect((await call("GET", `/payments/${wanted.given_id}`)).status).toBe(404);
  });

  test("answers an HTML page where JSON was due", async () => {
    sandbox.set({ failNext: { count: 1, as: "html-403" } });
    const answer = await call("POST", "/payments", paymentOf());
    expect(answer).toMatchObject({ status: 403, type: "text/html; charset=utf-8" });
    expect(answer.body).toContain("<!doctype html>");
  });

  test("times out and makes no payment", async () => {
    sandbox.set({ failNext: { count: 1, as: "timeout", operation: "create" } });
    const wanted = paymentOf();
    await expect(call("POST", "/payments", wanted)).rejects.toThrow("fetch failed");
    expect((await call("GET", `/payments/${wanted.given_id}`)).status).toBe(404);
  });

  test("fails only the operation named, and only as many times as set", async () => {
    sandbox.set({ failNext: { count: 2, as: "500", operation: "read" } });
    const statuses = [];
    for (const method of ["GET", "POST", "GET", "GET"]) {
      const body = method === "POST" ? paymentOf() : undefined;
      statuses.push((await call(method, "/payments", body)).status);
    }
    expect(statuses).toEqual([500, 201, 500, 200]);
  });
});

describe("the sandbox's control API", () => {
  const post = async (path: string, body?: unknown) => {
    const response = await fetch(`${sandbox.origin}${path}`, {
      method: "POST",
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  };

  test("sets faults one at a time and resets all of them at once", async () => {
    expect(await post("/sandbox/faults", { webhookCopies: 2 })).toMatchObject({
      status: 200,
      body: { webhookCopies: 2, usedGivenId: "reject" },
    });
    expect((await post("/sandbox/reset")).body).toMatchObject({ webhookCopies: 1 });
  });

  test.each([[{ webhookCopies: 0 }], [{ explode: true }], [{ failNext: { count: 1 } }], [[]]])(
    "refuses %j, which is not a valid fault, and changes nothing",
    async (faults) => {
      const answer = await post("/sandbox/faults", faults);
      expect(answer).toMatchObject({ status: 400, body: { message: expect.any(String) } });
      expect(await (await fetch(`${sandbox.origin}/sandbox/faults`)).json()).toMatchObject({
        webhookCopies: 1,
        failNext: { count: 0 },
      });
    },
  );

  test("lists all payments, invoices and tokens, and sends held webhooks", async () => {
    sandbox.set({ reorderWebhooks: true });
    const { id } = (await call("POST", "/payments", paymentOf())).body;
    const listed = await (await fetch(`${sandbox.origin}/sandbox/payments`)).json();
    expect(listed).toMatchObject({ payments: [{ id }], invoices: [], tokens: [] });
    const sent = await post("/sandbox/webhooks");
    expect(sent.body).toMatchObject({ attempts: [{ event_type: "payment_paid" }] });
    expect(receiver.received).toHaveLength(1);
  });
});
