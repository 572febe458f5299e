import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { GatewayEvent } from "../gateway.ts";
import { fieldsAt, isFields, ourIdIn, wordsAt, type Fields } from "./answered.ts";

/** Metadata key in our invoices: it proves the report of a payment, which carries no secret of its own. */
const PROOF = "notice_proof";

/**
 * Reads a Moyasar webhook. Moyasar signs nothing: the agreed secret is in the body. The report of an invoice is the
 * invoice itself, and carries our own proof instead.
 *
 * @returns undefined when its origin is not proven
 */
export function readMoyasarWebhook(raw: Buffer, secret: string): GatewayEvent | undefined {
  const fields = readJson(raw);
  if (!fields) return undefined;
  return "secret_token" in fields ? readEvent(fields, secret) : readInvoiceNotice(fields, secret);
}

/** Returns the metadata that our invoices carry. */
export function noticeProof(paymentId: string, secret: string): Record<string, string> {
  const mac = createHmac("sha256", secret).update(`invoice:${paymentId}`);
  return { [PROOF]: mac.digest("base64url") };
}

function readEvent(fields: Fields, secret: string): GatewayEvent | undefined {
  const { secret_token: token, ...kept } = fields;
  const eventId = wordsAt(kept, "id");
  const said = wordsAt(kept, "type");
  if (!isSame(token, secret) || !eventId || !said) return undefined;
  const data = fieldsAt(kept, "data");
  const ref = said.startsWith("payment_") ? refOf(data) : undefined;
  const paymentId = ourIdIn(data.metadata);
  return {
    eventId,
    // The reference spells it this way; the list of events spells it correctly.
    type: said === "payment_faild" ? "payment_failed" : said,
    ...(ref && { ref }),
    ...(paymentId && { paymentId }),
    body: JSON.stringify("data" in kept ? { ...kept, data: withoutToken(data) } : kept),
  };
}

/** Returns what it is about: a payment on an invoice is stored under the invoice. */
function refOf(data: Fields): GatewayEvent["ref"] {
  const invoice = wordsAt(data, "invoice_id");
  if (invoice) return { object: "invoice", ref: invoice };
  const payment = wordsAt(data, "id");
  return payment ? { object: "payment", ref: payment } : undefined;
}

/** Removes a saved card's token, because it can be charged. */
function withoutToken(data: Fields): Fields {
  if (!isFields(data.source)) return data;
  const { token: _token, ...source } = data.source;
  return { ...data, source };
}

/** The body is the invoice and has no event id, so each status of an invoice, and each further charge, is one event. */
function readInvoiceNotice(fields: Fields, secret: string): GatewayEvent | undefined {
  const metadata = fieldsAt(fields, "metadata");
  const paymentId = ourIdIn(metadata);
  const ref = wordsAt(fields, "id");
  const status = wordsAt(fields, "status");
  if (!paymentId || !ref || !status) return undefined;
  if (!isSame(metadata[PROOF], noticeProof(paymentId, secret)[PROOF]!)) return undefined;
  const { [PROOF]: _proof, ...rest } = metadata;
  const payments = Array.isArray(fields.payments)
    ? fields.payments.filter(isFields).map(withoutToken)
    : [];
  const paid = payments.filter((one) => one.status === "paid").length;
  return {
    eventId: `invoice:${ref}:${status}${paid > 1 ? `:${paid}` : ""}`,
    type: `invoice_${status}`,
    ref: { object: "invoice", ref },
    paymentId,
    body: JSON.stringify({ ...fields, metadata: rest, payments }),
  };
}

/** Compares in constant time, whatever the lengths. */
function isSame(given: unknown, secret: string): boolean {
  const hash = (words: string) => createHash("sha256").update(words).digest();
  return typeof given === "string" && timingSafeEqual(hash(given), hash(secret));
}

function readJson(raw: Buffer): Fields | undefined {
  try {
    const value: unknown = JSON.parse(raw.toString("utf8"));
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
