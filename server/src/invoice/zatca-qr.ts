/** The content of the first phase's QR code; amounts as decimal text. */
export interface QrFacts {
  sellerName: string;
  vatNumber: string;
  /** RFC 3339 in UTC. */
  issuedAt: string;
  gross: string;
  vat: string;
}

/** The length is encoded in one byte. */
const VALUE_BYTES_MAX = 255;

/**
 * Returns the QR code's text: base64 of tag, length and UTF-8 value, for tags 1 seller, 2 VAT number, 3 time, 4 total
 * with VAT, 5 VAT (ZATCA, annex 2 of the controls, requirements, technical specifications and procedural rules for
 * e-invoicing).
 *
 * @throws RangeError when a value exceeds 255 bytes
 */
export function zatcaQr({ sellerName, vatNumber, issuedAt, gross, vat }: QrFacts): string {
  const time = issuedAt.replace(/\.\d+Z$/, "Z");
  const fields = [sellerName, vatNumber, time, gross, vat].map((value, index) => {
    const bytes = Buffer.from(value, "utf8");
    if (bytes.length > VALUE_BYTES_MAX) throw new RangeError(`tag ${index + 1} is too long`);
    return Buffer.concat([Buffer.from([index + 1, bytes.length]), bytes]);
  });
  return Buffer.concat(fields).toString("base64");
}
