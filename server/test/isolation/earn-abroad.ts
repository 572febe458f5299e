import { newId } from "../../src/base/id.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { postLedger } from "../../src/ledger/post.ts";
import { platform } from "../harness/people.ts";
import type { Estate } from "./estate.ts";

/** A currency that only payout batches use here: a batch pays out everything, and other requests need their riyals. */
export const ABROAD = "KWD";

/** Posts a balance owed to the salon, for a batch to pay out. */
export async function earnAbroad({ app, salon }: Pick<Estate, "app" | "salon">): Promise<void> {
  const now = app.clock.now();
  const to = { kind: "business_payable", businessId: salon.businessId } as const;
  const transfers = [{ from: { kind: "order_funds" } as const, to, amountMinor: 5_000 }];
  const posting = { kind: "adjustment", key: `earned:${newId(now)}`, currency: ABROAD } as const;
  await inTransaction(app.db, platform, (tx) => postLedger(tx, { ...posting, transfers }, now));
}

/** The request for a batch that pays the salon's balance out. */
export function batchOf({ salon }: Pick<Estate, "salon">, reference: string) {
  return { currency: ABROAD, reference, minimum: 1, businessIds: [salon.businessId] };
}
