import { sql } from "kysely";
import { noteAction } from "../audit/note-action.ts";
import { invalid, preconditionFailed, type FieldError } from "../base/problem.ts";
import { text } from "../base/text.ts";
import type { Tx } from "../db/connection.ts";
import { getTaxSettings, type TaxSettings } from "./tax-settings.ts";

/** The maximum of a QR code tag (zatca-qr.ts). */
const NAME_BYTES_MAX = 255;

/**
 * Replaces a business's tax settings. Issued documents keep the seller they were issued with.
 *
 * @param key.version the version the caller read; 0 if there were none yet
 * @throws Problem not-found, precondition-failed, invalid-request for a name too long for the QR code
 */
export async function replaceTaxSettings(
  tx: Tx,
  key: { businessId: string; version: number },
  settings: Omit<TaxSettings, "version">,
): Promise<TaxSettings> {
  const { businessId, version } = key;
  assertNameFits(settings);
  const before = await getTaxSettings(tx, businessId);
  const written = version === 0 ? insertion(businessId, settings) : update(key, settings);
  const { numAffectedRows } = await written.execute(tx);
  if (!numAffectedRows) throw preconditionFailed();
  const after = await getTaxSettings(tx, businessId);
  await noteAction(tx, {
    businessId,
    action: "taxSettings.changed",
    subjectKind: "business",
    subjectId: businessId,
    before,
    after,
  });
  return after;
}

/** Inserts the first settings; does nothing if somebody else did meanwhile. */
function insertion(
  businessId: string,
  { sellerName, address, ...one }: Omit<TaxSettings, "version">,
) {
  return sql`
    insert into tax_settings
      (business_id, seller_name_ar, seller_name_en, vat_number, rate_basis_points, address_ar, address_en)
    values (${businessId}, ${sellerName.ar}, ${sellerName.en}, ${one.vatNumber}, ${one.rateBasisPoints},
      ${address.ar}, ${address.en})
    on conflict do nothing`;
}

/** Updates the settings; does nothing if the version has changed. */
function update(
  { businessId, version }: { businessId: string; version: number },
  { sellerName, address, ...one }: Omit<TaxSettings, "version">,
) {
  return sql`
    update tax_settings set seller_name_ar = ${sellerName.ar}, seller_name_en = ${sellerName.en},
      vat_number = ${one.vatNumber}, rate_basis_points = ${one.rateBasisPoints},
      address_ar = ${address.ar}, address_en = ${address.en}
    where business_id = ${businessId} and version = ${version}`;
}

function assertNameFits({ sellerName }: Pick<TaxSettings, "sellerName">): void {
  const detail = text(
    `الاسم طويل على رمز الفاتورة؛ الحد الأقصى ${NAME_BYTES_MAX} بايت.`,
    `The name is too long for the invoice's QR code: at most ${NAME_BYTES_MAX} bytes.`,
  );
  const errors = (["ar", "en"] as const)
    .filter((locale) => Buffer.byteLength(sellerName[locale]) > NAME_BYTES_MAX)
    .map((locale): FieldError => ({ pointer: `/sellerName/${locale}`, detail }));
  if (errors.length > 0) throw invalid(errors);
}
