import { expect, test } from "vitest";
import pg from "pg";
import { MINUTE_MS } from "../../src/base/time.ts";
import { startMoneyApp } from "../harness/money-app.ts";
import { untilWaiting } from "../money-races/in-line.ts";
import { makeCustomer, makeHolds, payUnheard, standing } from "../money-races/paying.ts";

/** Settling waits for the lock on the order's money while the clock moves on. */

const app = await startMoneyApp();
const place = { ...app, workAll: app.work };

test("a hold that ends while its payment waits to be settled is confirmed, not refunded", async () => {
  const customer = await makeCustomer(place);
  const [held] = await makeHolds(place, [customer]);
  const paymentId = await payUnheard(place, customer.caller(), held!);
  const keeper = new pg.Client({ connectionString: app.url });
  await keeper.connect();
  await keeper.query("begin");
  // As in lockOrderMoney.
  await keeper.query("select pg_advisory_xact_lock(hashtextextended('money:' || $1, 13))", [
    held!.id,
  ]);
  const checking = customer.caller().post(`/v1/payments/${paymentId}/check`);
  await untilWaiting(keeper, 1);
  app.clock.advance(20 * MINUTE_MS);
  await keeper.query("commit");
  await keeper.end();
  expect((await checking).body.status).toBe("paid");
  expect(await standing(place, [held!.bookingId])).toEqual(["confirmed paid"]);
});
