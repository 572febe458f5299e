import { money, type Money } from "../base/money.ts";
import { viewItem, type ItemRow, type ItemView } from "../booking/item-view.ts";
import type { NamedUnit } from "../availability/planned-item.ts";
import { namedUnits } from "../booking/named-units.ts";
import type { Db, Tx } from "../db/connection.ts";
import type { AgreedBooking, SoldItem } from "./agreed-booking.ts";
import type { AmendmentStatus } from "./amendment.ts";
import type { AmendmentPlan, ItemOutcome } from "./amendment-plan.ts";

/** One item of an amendment: before is null for an added item, after for a removed one. */
export interface AmendedItemView {
  id: string;
  before: ItemView | null;
  after: ItemView | null;
  price: { before: Money; after: Money };
}

/** The reason for a fee in an amendment; null without a fee. */
export type FeeReason = "partial-cancellation" | "frozen" | null;

/** The outcome of an amendment: the same in its quote and in the command's answer. */
export interface AmendmentQuote {
  status: AmendmentStatus;
  price: { before: Money; after: Money };
  dueNow: Money;
  goesBack: Money;
  /** `amount` is kept now; `floor` is the minimum fee of a later cancellation. */
  fee: { amount: Money; floor: Money; reason: FeeReason };
  acceptance: "none" | "again";
  expiresAt: string | null;
  items: AmendedItemView[];
}

export async function viewQuote(
  db: Db | Tx,
  booking: AgreedBooking,
  plan: AmendmentPlan,
): Promise<AmendmentQuote> {
  const { currency } = booking;
  const rows = storeOutcomes(plan.outcomes);
  const names = await namedUnits(db, booking, unitsOf(rows));
  const of = (minor: number) => money(minor, currency);
  return {
    status: plan.status,
    price: { before: of(plan.priceBeforeMinor), after: of(plan.priceAfterMinor) },
    dueNow: of(plan.dueNowMinor),
    goesBack: of(plan.goesBackMinor),
    fee: {
      amount: of(plan.feeMinor),
      floor: of(plan.feeFloorMinor),
      reason: feeReason(plan),
    },
    acceptance: plan.acceptance,
    expiresAt: plan.expiresAt,
    items: viewAmendedItems(rows, currency, names),
  };
}

export function feeReason({
  feeMinor,
  feeFloorMinor,
}: Pick<AmendmentPlan, "feeMinor" | "feeFloorMinor">): FeeReason {
  if (feeMinor > 0) return "partial-cancellation";
  return feeFloorMinor > 0 ? "frozen" : null;
}

/** An item of an amendment as stored: as sold, and as amended. */
export interface AmendedItemRow {
  id: string;
  before: ItemRow | null;
  after: ItemRow | null;
  price_before_minor: number;
  price_after_minor: number;
}

/** Returns an amendment's items as stored; unit names are read when it is shown. */
export function storeOutcomes(outcomes: readonly ItemOutcome[]): AmendedItemRow[] {
  return outcomes.map(({ id, sold, after, amended, amounts }) => {
    // The engine picks among several units when it takes them; it tries these first.
    const likely = amended?.planned.picks.flatMap((pick) => pick.unitIds.slice(0, pick.count));
    const picked = (likely ?? []).map((unit) => ({ id: unit }));
    const units = [...(after?.units ?? []), ...picked].toSorted((a, b) => (a.id < b.id ? -1 : 1));
    return {
      id,
      before: sold ? rowOfSold(sold) : null,
      after: after ? { ...after, units } : null,
      price_before_minor: amounts.priceBeforeMinor,
      price_after_minor: amounts.priceAfterMinor,
    };
  });
}

export function unitsOf(rows: readonly AmendedItemRow[]): string[] {
  const units = rows
    .flatMap(({ before, after }) => [before, after])
    .flatMap((row) => row?.units ?? []);
  return [...new Set(units.map(({ id }) => id))];
}

/** Shows stored items. @param names of the items' units */
export function viewAmendedItems(
  rows: readonly AmendedItemRow[],
  currency: string,
  names: ReadonlyMap<string, NamedUnit>,
): AmendedItemView[] {
  const named = (row: ItemRow) => ({ ...row, units: row.units.map((u) => names.get(u.id) ?? u) });
  return rows.map(({ id, before, after, ...price }) => ({
    id,
    before: before && viewItem(named(before), currency),
    after: after && viewItem(named(after), currency),
    price: {
      before: money(price.price_before_minor, currency),
      after: money(price.price_after_minor, currency),
    },
  }));
}

function rowOfSold(sold: SoldItem): ItemRow {
  return {
    id: sold.id,
    kind: sold.kind,
    offering_id: sold.offeringId,
    starts_at: sold.startsAt,
    ends_at: sold.endsAt,
    quantity: sold.quantity,
    price_minor: sold.priceMinor,
    due_minor: sold.dueMinor,
    acceptance: sold.acceptance,
    cancel_policy: sold.cancelPolicy,
    fee_floor_minor: sold.feeFloorMinor,
    details: { ...sold.details, name: sold.name },
    units: sold.unitIds.map((unit) => ({ id: unit })),
  };
}
