import type { Insertable } from "kysely";
import type { Money } from "../base/money.ts";
import type { Text } from "../base/text.ts";
import { create, edit, type Editable, type EditKey, type Key } from "../business/editable.ts";
import type { MayBreak } from "../business/sold-scope.ts";
import { assertOwn } from "../business/own-rows.ts";
import { assertPrices } from "../business/prices.ts";
import { textColumns } from "../business/text-columns.ts";
import type { Tx } from "../db/connection.ts";
import type { Database } from "../db/types.generated.ts";
import type { Offering } from "./offerings.ts";
import { assertTerms, termsToColumns, type Terms } from "./terms.ts";

export type OfferingInput = {
  locationId: string;
  name: Text;
  description?: Text;
  /** Omitted terms take the database's defaults: paid at the venue, accepted automatically. */
  terms?: Partial<Terms>;
  active?: boolean;
};

type TradeTable = "services" | "rentals" | "routes" | "room_types";

/** The offerings of one trade: two rows each, one in `offerings` and one in the trade's own table. */
export type Trade<View extends Offering, Table extends TradeTable> = {
  editable: Editable<View, "offerings">;
  kind: Database["offerings"]["kind"];
  table: Table;
};

type TradeRow<Table extends TradeTable> = Omit<Insertable<Database[Table]>, "business_id" | "id">;

type Parts<Columns> = {
  /** Prices by pointer, to be checked against the business's currency. */
  prices: Record<string, Money | undefined>;
  /** Columns of the trade's own row. */
  columns: Columns;
  /** What hangs on it. */
  also?: () => Promise<unknown>;
};

/** @throws Problem invalid-request for a location of another business, another currency, or contradicting terms */
export async function createOffering<View extends Offering, Table extends TradeTable>(
  tx: Tx,
  { editable, kind, table }: Trade<View, Table>,
  key: Key,
  input: Omit<OfferingInput, "locationId"> & { locationId?: string },
  { prices, columns, also }: Parts<TradeRow<Table>>,
): Promise<View> {
  assertTerms(input.terms ?? {});
  await assertPlaceAndPrices(tx, key.businessId, input, prices);
  return create(tx, editable, key, async () => {
    const own = { business_id: key.businessId, id: key.id };
    const row = { ...own, kind, ...columnsOf(input), ...textColumns("name", input.name) };
    await tx.insertInto("offerings").values(row).execute();
    // Kysely cannot type a statement over a union of tables; the signature above is the check.
    const tradeRow = { ...own, ...columns } as unknown as Insertable<Database["services"]>;
    await tx
      .insertInto(table as "services")
      .values(tradeRow)
      .execute();
    await also?.();
  });
}

/**
 * Applies new prices, terms and sale status to later sales only: existing bookings keep what was agreed.
 *
 * @throws Problem not-found, precondition-failed, conflict listing bookings, and as createOffering
 */
export async function changeOffering<View extends Offering, Table extends TradeTable>(
  tx: Tx,
  { editable, table }: Trade<View, Table>,
  key: EditKey,
  change: Partial<OfferingInput>,
  { prices, columns, also }: Parts<Partial<TradeRow<Table>>>,
  mayBreak?: MayBreak<View>,
): Promise<View> {
  const write = async (before: View) => {
    assertTerms({ ...before.terms, ...change.terms });
    await assertPlaceAndPrices(tx, key.businessId, change, prices);
    if (Object.values(columns).some((value) => value !== undefined)) {
      await tx
        .updateTable(table as "services")
        .set(columns)
        .where("business_id", "=", key.businessId)
        .where("id", "=", key.id)
        .execute();
    }
    await also?.();
    return columnsOf(change);
  };
  return edit(tx, editable, key, "changed", write, mayBreak);
}

async function assertPlaceAndPrices(
  tx: Tx,
  businessId: string,
  { locationId, terms }: Partial<OfferingInput>,
  prices: Record<string, Money | undefined>,
): Promise<void> {
  if (locationId !== undefined) {
    await assertOwn(tx, businessId, "locations", [{ pointer: "/locationId", id: locationId }]);
  }
  await assertPrices(tx, businessId, { ...prices, "/terms/cancelFee": terms?.cancelFee });
}

function columnsOf(input: Partial<OfferingInput>) {
  return {
    location_id: input.locationId,
    ...textColumns("name", input.name),
    ...textColumns("description", input.description),
    active: input.active,
    ...termsToColumns(input.terms ?? {}),
  };
}
