import { conflict } from "../base/problem.ts";
import type { SqlError } from "../db/sql-error.ts";

const TRIES = 4;

/**
 * Pays everything out again where a refund took some of it before that was committed: refunds wait for no payout, and
 * the database refuses one of more than is owed. Each try is a transaction of its own that looks at what is owed then.
 *
 * @throws Problem conflict when refunds came in between every time; whatever else `pay` throws
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
