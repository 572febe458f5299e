import type { Money } from "../base/money.ts";
import type { Text } from "../base/text.ts";
import { create, edit, type Editable, type EditKey, type Key } from "../business/editable.ts";
import { assertOwn } from "../business/own-rows.ts";
import { assertPrices } from "../business/prices.ts";
import type { Tx } from "../db/connection.ts";
import type { Database } from "../db/types.generated.ts";
import type { Insertable } from "kysely";
import type { Offering } from "./offerings.ts";
import { assertTerms, termsToColumns, type Terms } from "./terms.ts";

export type OfferingInput = {
  locationId: string;
  name: Text;
  description?: Text;
  /** What is left out is as the database's defaults say: paid at the venue, accepted at once. */
  terms?: Partial<Terms>;
  active?: boolean;
};

type Kind = Database["offerings"]["kind"];
type Prices = Record<string, Money | undefined>;

/**
 * Makes an offering; `insertTrade` writes the trade's own row.
 *
 * @param kind which trade's
 * @param prices pointer → price, to be checked against the business's currency
 * @throws Problem invalid-request for another's location, another currency, or terms that contradict each other
 */
export async function createOffering<View extends Offering>(
  tx: Tx,
  { editable, kind }: { editable: Editable<View, "offerings">; kind: Kind },
  key: Key,
  input: Omit<OfferingInput, "locationId"> & { locationId?: string },
  { prices, insertTrade }: { prices: Prices; insertTrade: () => Promise<unknown> },
): Promise<View> {
  assertTerms(input.terms ?? {});
  await assertPlaceAndPrices(tx, key.businessId, input, prices);
  return create(tx, editable, key, async () => {
    const row: Insertable<Database["offerings"]> = {
      business_id: key.businessId,
      id: key.id,
      kind,
      ...columnsOf(input),
      name_ar: input.name.ar,
      name_en: input.name.en,
    };
    await tx.insertInto("offerings").values(row).execute();
    await insertTrade();
  });
}

/**
 * Changes an offering; `changeTrade` writes the trade's own row.
 *
 * @throws Problem not-found, precondition-failed, and what making one throws
 */
export async function changeOffering<View extends Offering>(
  tx: Tx,
  editable: Editable<View, "offerings">,
  key: EditKey,
  change: Partial<OfferingInput>,
  { prices, changeTrade }: { prices: Prices; changeTrade: (before: View) => Promise<unknown> },
): Promise<View> {
  return edit(tx, editable, key, "changed", async (before) => {
    assertTerms({ ...before.terms, ...change.terms });
    await assertPlaceAndPrices(tx, key.businessId, change, prices);
    await changeTrade(before);
    return columnsOf(change);
  });
}

async function assertPlaceAndPrices(
  tx: Tx,
  businessId: string,
  { locationId, terms }: Partial<OfferingInput>,
  prices: Prices,
): Promise<void> {
  if (locationId !== undefined) {
    await assertOwn(tx, businessId, "locations", [{ pointer: "/locationId", id: locationId }]);
  }
  await assertPrices(tx, businessId, { ...prices, "/terms/cancelFee": terms?.cancelFee });
}

function columnsOf(input: Partial<OfferingInput>) {
  return {
    location_id: input.locationId,
    name_ar: input.name?.ar,
    name_en: input.name?.en,
    description_ar: input.description?.ar,
    description_en: input.description?.en,
    active: input.active,
    ...termsToColumns(input.terms ?? {}),
  };
}
