import { randomUUID } from "node:crypto";
import { instantText } from "../../base/time.ts";
import type { SandboxParts } from "../parts.ts";
import type { Fields } from "../read-body.ts";
import { Checks, flag } from "./checks.ts";
import type { PaymentRecord } from "./payment.ts";
import { refuse } from "./refusals.ts";
import { settlePayment } from "./settle-payment.ts";
import { readSource, showSource, type Source } from "./source.ts";
import { keepToken } from "./token.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Handles `POST /payments`, also for the hosted page. A declined card makes a payment too, with status `failed`.
 *
 * @throws Refusal 400 naming the wrong fields, or `used_given_id`
 */
export function createPayment(
  parts: SandboxParts,
  fields: Fields,
  from: { ip: string; invoiceId?: string },
): PaymentRecord {
  const checks = new Checks();
  const id = readGivenId(fields, checks);
  const before = id === undefined ? undefined : parts.state.payments.get(id);
  if (before && parts.faults.usedGivenId === "replay") return before;
  if (before) {
    const message = "The given_id provided has been already used with a different payment.";
    throw refuse(400, "used_given_id", message);
  }
  const asked = checks.amount(fields, 1);
  const currency = checks.currency(fields);
  const description = checks.words(fields, "description", { isNeeded: false });
  const callbackUrl = checks.url(fields, "callback_url", true);
  const metadata = checks.metadata(fields);
  const source = readSource(parts, fields.source, checks);
  checks.done();
  const discount = flag(fields.apply_coupon, true) ? parts.faults.couponDiscountMinor : 0;
  const amount = Math.max(1, asked - discount);
  const facts = { id: id ?? randomUUID(), amount, currency, description, metadata };
  const { ip, invoiceId = null } = from;
  const about = { ...facts, ip, invoice_id: invoiceId, callback_url: callbackUrl };
  return startPayment(parts, about, source!);
}

function startPayment(
  parts: SandboxParts,
  about: Pick<
    PaymentRecord["shown"],
    "id" | "amount" | "currency" | "description" | "metadata" | "ip" | "invoice_id" | "callback_url"
  >,
  source: Source,
): PaymentRecord {
  const now = instantText(parts.now());
  const none = { fee: 0, refunded: 0, refunded_at: null, captured: 0, captured_at: null };
  const stamps = { voided_at: null, created_at: now, updated_at: now };
  const shown = showSource(source);
  if (source.isSaved) {
    const { card } = source;
    shown.token = keepToken(parts, {
      card,
      metadata: null,
      isSaveOnly: false,
      callbackUrl: null,
    }).shown.id;
  }
  const payment: PaymentRecord = {
    shown: { ...about, ...none, ...stamps, status: "initiated", source: shown },
    isManual: source.isManual,
    outcome: source.card.outcome,
    authId: null,
    takenAt: null,
  };
  parts.state.payments.set(about.id, payment);
  if (source.isChallenged && payment.outcome.challenge !== "broken") {
    payment.authId = randomUUID();
    shown.transaction_url = `${parts.origin}/v1/transaction_auths/${payment.authId}/form`;
  } else settlePayment(parts, payment, "approve");
  return payment;
}

function readGivenId(fields: Fields, checks: Checks): string | undefined {
  const id = checks.words(fields, "given_id", { isNeeded: false });
  if (id === null) return undefined;
  if (!UUID.test(id)) checks.add("given_id", "is not a valid UUID");
  return id.toLowerCase();
}
