import type { Money } from "../base/money.ts";
import { invalid, notFound, type FieldError } from "../base/problem.ts";
import { text } from "../base/text.ts";
import type { Tx } from "../db/connection.ts";

/** Ten million riyals: times thirty nights and twenty rooms it is still an exact integer. */
export const PRICE_MAX_MINOR = 1_000_000_000;

/**
 * Returns the currency a business sells in, locked until the transaction ends: otherwise a price and a change of
 * currency could be written concurrently.
 */
async function holdCurrency(tx: Tx, businessId: string): Promise<string> {
  const found = await tx
    .selectFrom("businesses")
    .select("currency")
    .where("id", "=", businessId)
    .forKeyShare()
    .executeTakeFirst();
  if (!found) throw notFound("business");
  return found.currency;
}

/**
 * Checks that prices in a request are in the business's currency and within bounds; absent ones are skipped.
 *
 * @param prices JSON pointer → price
 * @throws Problem invalid-request with a pointer to each invalid price
 */
export async function assertPrices(
  tx: Tx,
  businessId: string,
  prices: Record<string, Money | null | undefined>,
): Promise<void> {
  const given = Object.entries(prices).filter(
    (entry): entry is [string, Money] => entry[1] != null,
  );
  if (given.length === 0) return;
  const currency = await holdCurrency(tx, businessId);
  const errors = given.flatMap(([pointer, price]): FieldError[] => {
    if (price.currency !== currency) {
      const detail = text(`عملة منشأتك ${currency}.`, `Your business sells in ${currency}.`);
      return [{ pointer: `${pointer}/currency`, detail }];
    }
    if (price.amount >= 0 && price.amount <= PRICE_MAX_MINOR) return [];
    return [{ pointer: `${pointer}/amount`, detail: outOfBounds }];
  });
  if (errors.length > 0) throw invalid(errors);
}

const outOfBounds = text(
  `المبلغ من 0 إلى ${PRICE_MAX_MINOR} بأصغر وحدة.`,
  `Send an amount from 0 to ${PRICE_MAX_MINOR} in minor units.`,
);
