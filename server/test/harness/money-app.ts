import { sql } from "kysely";
import { money } from "../../src/base/money.ts";
import { reconcilePayments } from "../../src/payment/reconcile.ts";
import { completeBookings, expireHolds } from "../../src/booking/end-due.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { getPayment } from "../../src/payment/payments.ts";
import { insertPayment } from "../../src/payment/insert-payment.ts";
import { postArrival } from "../../src/payment/post-arrival.ts";
import { newId } from "../../src/base/id.ts";
import type { Sandbox } from "../../src/sandbox/open-sandbox.ts";
import { asPlatform } from "../../src/payment/money-parts.ts";
import { openMoyasar } from "../../src/payment/gateways/moyasar-gateway.ts";
import { sendRefunds } from "../../src/refund/send-refunds.ts";
import { drainOutbox } from "../../src/queue/drain-outbox.ts";
import { subscriptions } from "../../src/schedule.ts";
import { platform } from "./people.ts";
import { openTestSandbox, sandboxKeys } from "./sandbox.ts";
import { standingClock, startTestApp, type TestApp } from "./test-app.ts";

export type MoneyApp = Awaited<ReturnType<typeof startMoneyApp>>;

/** Starts the whole program with the sandbox as its card gateway, over HTTP, with webhooks. */
export async function startMoneyApp(options: { dataFolder?: string } = {}) {
  const clock = standingClock();
  const sandbox = await openTestSandbox({ clock });
  const { secretKey, webhookSecret } = sandboxKeys;
  const moyasar = openMoyasar({ url: sandbox.moyasarUrl, secretKey, webhookSecret, clock });
  const app = await startTestApp({ clock, gateways: { moyasar }, ...options });
  sandbox.notify({
    moyasar: { url: `${app.origin}/webhooks/moyasar`, secret: webhookSecret },
  });
  return { ...app, sandbox, work: () => workOff(app, sandbox) };
}

/** Does all background work that is due: expires holds, completes bookings, delivers webhooks and events, sends refunds. */
async function workOff(app: TestApp, sandbox: Sandbox): Promise<void> {
  const { parts } = app.app;
  const context = asPlatform("test", parts.clock);
  await expireHolds(app.db, context, parts.metrics);
  await completeBookings(app.db, context);
  await sandbox.sendWebhooks();
  for (;;) {
    const told = await drainOutbox({ ...parts, subscriptions: subscriptions(parts) });
    const sent = await sendRefunds(parts);
    await sandbox.sendWebhooks();
    if (told + sent === 0) return;
  }
}

/** Runs the reconciler alone, as if no webhook ever arrived. */
export function reconcile(app: MoneyApp): Promise<number> {
  return reconcilePayments(app.app.parts);
}

/** Puts money into a wallet with an old top-up, about which no gateway is asked any more. */
export async function fillWallet(
  app: Pick<TestApp, "db">,
  userId: string,
  amountMinor: number,
): Promise<void> {
  await inTransaction(app.db, platform, async (tx) => {
    const at = Date.parse(platform.now);
    const id = newId(at);
    await insertPayment(tx, {
      id,
      orderId: null,
      customerId: userId,
      purpose: "top_up",
      gateway: "moyasar",
      method: "card",
      amountMinor,
      currency: "SAR",
      status: "paid",
      shares: [],
    });
    await sql`update payments set gateway_object = 'payment', gateway_ref = ${`${FILLED}${id}`}, compare_at = null
      where id = ${id}`.execute(tx);
    await postArrival(tx, await getPayment(tx, id), amountMinor, at);
  });
}

/** Prefix of the references of payments that filled a wallet before a test began. */
export const FILLED = "filled-";

/** Returns the total balance of each kind of account, without kinds whose total is zero. */
export async function accounts(app: Pick<TestApp, "owner">): Promise<Record<string, number>> {
  const { rows } = await sql<{ kind: string; total: number }>`
    select a.kind, sum(e.amount_minor)::bigint as total from ledger_entries e join ledger_accounts a on a.id = e.account_id
    group by a.kind having sum(e.amount_minor) <> 0 order by a.kind`.execute(app.owner);
  return Object.fromEntries(rows.map((row) => [row.kind, row.total]));
}

export const sar = (amountMinor: number) => money(amountMinor, "SAR");
