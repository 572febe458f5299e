import { riyals } from "./demo-business.ts";
import { customer, type Person } from "./people.ts";
import type { Tx } from "../../db/connection.ts";
import { postLedger } from "../../ledger/post.ts";

const GIFT = riyals(300);

/** Something to spend in the wallet of the customer to sign in as. @param now epoch milliseconds */
export async function giveMoney(
  tx: Tx,
  people: ReadonlyMap<string, Person>,
  now: number,
): Promise<void> {
  const wallet = { kind: "customer_wallet", userId: people.get(customer.phone)!.id } as const;
  await postLedger(
    tx,
    {
      kind: "adjustment",
      key: "demo:gift",
      currency: GIFT.currency,
      memo: "a gift of the demo",
      transfers: [{ from: { kind: "write_off" }, to: wallet, amountMinor: GIFT.amount }],
    },
    now,
  );
}
