import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { GatewayEvent } from "../gateway.ts";
import { fieldsAt, isFields, ourIdIn, wordsAt, type Fields } from "./answered.ts";

/** In the metadata of our invoices: what proves the report that one was paid, which carries no secret of its own. */
const PROOF = "notice_proof";

/**
 * Moyasar signs nothing: the secret that was agreed upon stands in the body. An invoice that is reported as it is carries
 * our own proof instead.
 *
 * @returns undefined when it does not prove where it comes from
 */
export function readMoyasarWebhook(raw: Buffer, secret: string): GatewayEvent | undefined {
  const fields = readJson(raw);
  if (!fields) return undefined;
  return "secret_token" in fields ? readEvent(fields, secret) : readInvoiceNotice(fields, secret);
}

/** What our invoices carry along. */
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
    // Spelt like this by the reference, and rightly by the list of events.
    type: said === "payment_faild" ? "payment_failed" : said,
    ...(ref && { ref }),
    ...(paymentId && { paymentId }),
    body: JSON.stringify("data" in kept ? { ...kept, data: withoutToken(data) } : kept),
  };
}

/** What paid an invoice goes by the invoice, as it does with us. */
function refOf(data: Fields): GatewayEvent["ref"] {
  const invoice = wordsAt(data, "invoice_id");
  if (invoice) return { object: "invoice", ref: invoice };
  const payment = wordsAt(data, "id");
  return payment ? { object: "payment", ref: payment } : undefined;
}

/** With a saved card's token money can be taken. */
function withoutToken(data: Fields): Fields {
  if (!isFields(data.source)) return data;
  const { token: _token, ...source } = data.source;
  return { ...data, source };
}

/** The body is the invoice; it has no event's id, so one status of one invoice is one event, and so is every further charge. */
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

/** In constant time, whatever their lengths. */
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
