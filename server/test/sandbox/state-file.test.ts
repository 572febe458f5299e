import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openTestSandbox, sandboxKeys } from "../harness/sandbox.ts";
import { cards, moyasarCaller, paymentOf } from "./moyasar-caller.ts";
import { openReceiver } from "./webhook-receiver.ts";

const folder = await mkdtemp(join(tmpdir(), "sandbox-"));
afterAll(async () => rm(folder, { recursive: true }));

test("payments survive a restart, and the state file is complete at any moment", async () => {
  const stateFile = join(folder, "made", "state.json");
  const first = await openTestSandbox({ stateFile });
  const wanted = Array.from({ length: 20 }, () => paymentOf());
  await Promise.all(wanted.map(async (one) => moyasarCaller(first)("POST", "/payments", one)));
  expect(JSON.parse(await readFile(stateFile, "utf8")).payments).toHaveLength(20);
  expect(await readdir(join(folder, "made"))).toEqual(["state.json"]);
  await first.close();
  const call = moyasarCaller(await openTestSandbox({ stateFile }));
  for (const { given_id } of wanted) {
    expect((await call("GET", `/payments/${given_id}`)).body.status).toBe("paid");
  }
  expect((await call("POST", `/payments/${wanted[0]!.given_id}/refund`)).status).toBe(200);
});

test("Stripe idempotency keys survive a restart: the same key returns the same intent", async () => {
  const stateFile = join(folder, "stripe.json");
  const create = async (origin: string) => {
    const response = await fetch(`${origin}/v1/payment_intents`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${sandboxKeys.stripeSecretKey}`,
        "user-agent": "holdfast-test",
        "idempotency-key": "one",
      },
      body: new URLSearchParams({ amount: "500", currency: "sar" }),
    });
    return ((await response.json()) as { id: string }).id;
  };
  const first = await openTestSandbox({ stateFile });
  const id = await create(first.stripeUrl);
  await first.close();
  expect(await create((await openTestSandbox({ stateFile })).stripeUrl)).toBe(id);
});

test("card numbers are not written to the state file", async () => {
  const stateFile = join(folder, "cards.json");
  const sandbox = await openTestSandbox({ stateFile });
  const source = { save_card: true, "3ds": true };
  await moyasarCaller(sandbox)("POST", "/payments", paymentOf({}, source));
  expect(await readFile(stateFile, "utf8")).not.toContain(cards.approved);
});

test("a webhook that was not delivered is sent after a restart", async () => {
  const stateFile = join(folder, "webhooks.json");
  const receiver = await openReceiver();
  const options = { stateFile, webhooks: { url: receiver.url, secret: "s" } };
  const first = await openTestSandbox(options);
  first.set({ reorderWebhooks: true });
  await moyasarCaller(first)("POST", "/payments", paymentOf());
  await first.close();
  expect(receiver.received).toEqual([]);
  await openTestSandbox(options);
  await receiver.until(1);
  expect(receiver.received[0]!.body.type).toBe("payment_paid");
});
