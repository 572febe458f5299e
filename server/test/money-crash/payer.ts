import { sql } from "kysely";
import { expect } from "vitest";
import type { Answer } from "../harness/caller.ts";
import {
  ask,
  atGateway,
  makeCustomer,
  makeHolds,
  pay,
  RETURN,
  standing,
  type Customer,
} from "../money-races/paying.ts";
import { brokenChecks, without } from "../races/arena.ts";
import type { Mortal } from "./mortal.ts";

/** Customers who retry: they send a lost request again with the same key. */

/** Makes a customer with a hold to pay. */
export async function makePayer(mortal: Mortal, how: object = {}, walletMinor = 0) {
  const customer = await makeCustomer(mortal, walletMinor);
  const [held] = await makeHolds(mortal, [customer]);
  const key = { "idempotency-key": crypto.randomUUID() };
  const before = await atGateway(mortal);
  return {
    customer,
    held: held!,
    send: (): Promise<Answer> => pay(customer.caller(), held!.id, how, key),
    stands: async () => (await standing(mortal, [held!.bookingId]))[0],
    inWallet: () => balanceOf(customer),
    charged: async () => {
      const { taken, refunded, invoices } = await atGateway(mortal);
      return {
        taken: taken - before.taken,
        refunded: refunded - before.refunded,
        pages: invoices - before.invoices,
      };
    },
    begun: () =>
      ask(
        mortal,
        sql<{ payments: number }>`
        select count(*)::int as payments from payments where order_id = ${held!.id} and split_of is null`,
      ),
  };
}

/** Makes a customer who wants to top up a wallet. */
export async function makeSaver(mortal: Mortal, amountMinor: number) {
  const customer = await makeCustomer(mortal);
  const key = { "idempotency-key": crypto.randomUUID() };
  const wanted = { amount: { amount: amountMinor, currency: "SAR" }, returnUrl: RETURN };
  const before = (await atGateway(mortal)).invoices;
  return {
    send: (): Promise<Answer> => customer.caller().post("/v1/wallet/topUps", wanted, key),
    inWallet: () => balanceOf(customer),
    pages: async () => (await atGateway(mortal)).invoices - before,
  };
}

/** Returns the balance of a customer's wallet, in minor units. */
export async function balanceOf(customer: Customer): Promise<number> {
  const { body } = await customer.caller().get("/v1/wallet");
  return body.items[0]?.balance.amount ?? 0;
}

/** Ends a hold by moving its end to now, which is quicker than moving the clock. */
export async function endHold(mortal: Mortal, bookingId: string): Promise<void> {
  await without(mortal, `update bookings set expires_at = now() where id = '${bookingId}'`);
}

/** Expects every check of `holdfast verify` to pass. */
export async function expectWhole(mortal: Mortal): Promise<void> {
  expect(await brokenChecks(mortal)).toEqual([]);
}

/** Turns a guard off: the key of a payment is not found again. */
export async function forgetKeys(mortal: Mortal): Promise<void> {
  await without(
    mortal,
    `create function forget() returns trigger language plpgsql as
     $$ begin new.key := gen_random_uuid()::text; return new; end $$`,
    "create trigger forget before insert on idempotency_keys for each row execute function forget()",
  );
}

/**
 * Turns a guard off: events are marked done before they are processed, and no payment is polled again. Events of bookings
 * are sorted in a batch first and processed when they are taken for the second time.
 */
export async function takeForDone(mortal: Mortal): Promise<void> {
  await without(
    mortal,
    "create function take_for_done() returns trigger language plpgsql as $$ begin new.done_at := now(); return new; end $$",
    `create trigger take_for_done before update on outbox for each row
     when (new.attempts > case when new.topic like 'booking.%' then 1 else 0 end) execute function take_for_done()`,
    "update payments set next_poll_at = null",
  );
}
