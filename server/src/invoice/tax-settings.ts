import { sql } from "kysely";
import { text, type Text } from "../base/text.ts";
import { getBusiness } from "../business/businesses.ts";
import type { Db, Tx } from "../db/connection.ts";

/** 15 % in Saudi Arabia since July 2020. */
export const USUAL_RATE_BASIS_POINTS = 1_500;

export interface TaxSettings {
  /** The registered name, which may differ from the name in the catalogue. */
  sellerName: Text;
  /** Null: not registered for VAT; its documents are receipts without VAT. */
  vatNumber: string | null;
  rateBasisPoints: number;
  address: Text;
  /** 0 until the owner first writes them. */
  version: number;
}

interface Row {
  business_id: string;
  seller_name_ar: string;
  seller_name_en: string;
  vat_number: string | null;
  rate_basis_points: number;
  address_ar: string;
  address_en: string;
  version: number;
}

/**
 * Returns a business's settings, or the defaults if it never wrote any: not registered, selling under its catalogue
 * name.
 *
 * @throws Problem not-found when there is no such business, or the caller may not see it
 */
export async function getTaxSettings(db: Db | Tx, businessId: string): Promise<TaxSettings> {
  return (await taxSettingsOf(db, [businessId])).get(businessId)!;
}

/** Returns the same for many businesses, by business. */
export async function taxSettingsOf(
  db: Db | Tx,
  businessIds: readonly string[],
): Promise<Map<string, TaxSettings>> {
  const { rows } = await sql<Row>`
    select business_id, seller_name_ar, seller_name_en, vat_number, rate_basis_points, address_ar, address_en, version
    from tax_settings where business_id = any(${businessIds}::uuid[])`.execute(db);
  const settings = new Map(rows.map((row) => [row.business_id, written(row)]));
  for (const id of businessIds) {
    if (!settings.has(id)) settings.set(id, unwritten((await getBusiness(db, id)).name));
  }
  return settings;
}

function written(row: Row): TaxSettings {
  return {
    sellerName: text(row.seller_name_ar, row.seller_name_en),
    vatNumber: row.vat_number,
    rateBasisPoints: row.rate_basis_points,
    address: text(row.address_ar, row.address_en),
    version: row.version,
  };
}

function unwritten(sellerName: Text): TaxSettings {
  return {
    sellerName,
    vatNumber: null,
    rateBasisPoints: USUAL_RATE_BASIS_POINTS,
    address: text("", ""),
    version: 0,
  };
}

/**
 * Returns the VAT rate a business charges, in basis points; 0 if it is not registered. Works for suspended businesses
 * too.
 */
export async function vatRateOf(db: Db | Tx, businessId: string): Promise<number> {
  const { rows } = await sql<{ rate: number }>`
    select rate_basis_points as rate from tax_settings
    where business_id = ${businessId} and vat_number is not null`.execute(db);
  return rows[0]?.rate ?? 0;
}
