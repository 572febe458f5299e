import { conflict } from "../base/problem.ts";
import type { SqlError } from "../db/sql-error.ts";

const TRIES = 4;

/**
 * Retries a payout when a refund reduced the amount owed before it committed: refunds do not wait for payouts, and
 * the database refuses to pay more than is owed. Each try is its own transaction and reads the amount owed again.
 *
 * @throws Problem conflict when refunds interfered every time; whatever else `pay` throws
 */
export async function pastRefunds<T>(pay: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await pay();
    } catch (error) {
      if ((error as SqlError).constraint !== "payout_within_owed") throw error;
      if (tries === TRIES) throw overtaken();
    }
  }
}

function overtaken() {
  return conflict(
    "قلّت المستحقات أثناء الطلب بسبب مبالغ مستردة، ولم يُسجّل شيء؛ أعد المحاولة بالمفتاح نفسه.",
    "Refunds reduced the amount owed meanwhile, so nothing was recorded; try again with the same key.",
  );
}
