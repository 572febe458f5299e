import { DAY_MS, MINUTE_MS } from "../../base/time.ts";
import type { SandboxParts } from "../parts.ts";
import { asWords, isFields, type Fields } from "../read-body.ts";
import {
  amountIn,
  currencyIn,
  fieldsIn,
  metadataIn,
  newStripeId,
  seconds,
  urlIn,
  wordsIn,
} from "./fields.ts";
import type { IntentRecord, Session, SessionRecord } from "./records.ts";
import { badRequest } from "./refusals.ts";
import { tell } from "./tell.ts";

const EXPIRES_LEAST_S = (30 * MINUTE_MS) / 1000;
const EXPIRES_MOST_S = DAY_MS / 1000;

/** Handles `POST /checkout/sessions`: a hosted page for one payment. @throws Refusal 400 */
export function createSession(parts: SandboxParts, fields: Fields): SessionRecord {
  if (fields.mode !== "payment") throw badRequest("Only mode payment is here.", { param: "mode" });
  const { currency, total, purpose } = readItems(fields);
  const about = fieldsIn(fields, "payment_intent_data");
  const id = newStripeId("cs_test");
  const shown: Session = {
    id,
    object: "checkout.session",
    amount_subtotal: total,
    amount_total: total,
    cancel_url: urlIn(fields, "cancel_url"),
    client_reference_id: wordsIn(fields, "client_reference_id"),
    created: seconds(parts),
    currency,
    expires_at: readExpiry(parts, fields),
    livemode: false,
    locale: wordsIn(fields, "locale"),
    metadata: metadataIn(fields),
    mode: "payment",
    payment_intent: null,
    payment_method_types: ["card"],
    payment_status: "unpaid",
    status: "open",
    success_url: urlIn(fields, "success_url"),
    ui_mode: "hosted_page",
    url: `${parts.origin}/stripe/checkout/${id}`,
  };
  const intent = {
    capture_method:
      about.capture_method === "manual" ? ("manual" as const) : ("automatic" as const),
    description: wordsIn(about, "description"),
    metadata: metadataIn(about),
  };
  const session = { shown, purpose, intent };
  parts.state.stripe.sessions.set(id, session);
  return session;
}

function readItems(fields: Fields): { currency: string; total: number; purpose: string } {
  const items = Object.values(fieldsIn(fields, "line_items")).filter(isFields);
  if (items.length === 0) throw badRequest("Missing line_items.", { param: "line_items" });
  let total = 0;
  for (const item of items) {
    const quantity = item.quantity === undefined ? 1 : amountIn(item, "quantity");
    total += amountIn(fieldsIn(item, "price_data"), "unit_amount") * quantity;
  }
  const names = items.map((item) =>
    asWords(fieldsIn(fieldsIn(item, "price_data"), "product_data").name),
  );
  const currency = currencyIn(fieldsIn(items[0]!, "price_data"));
  return { currency, total, purpose: names.join(", ") };
}

/** Reads the expiry: half an hour to a day ahead, a day by default. */
function readExpiry(parts: SandboxParts, fields: Fields): number {
  const now = seconds(parts);
  if (fields.expires_at === undefined) return now + EXPIRES_MOST_S;
  const at = amountIn(fields, "expires_at");
  if (at >= now + EXPIRES_LEAST_S && at <= now + EXPIRES_MOST_S) return at;
  const message = "The expires_at timestamp must be between 30 minutes and 24 hours from now.";
  throw badRequest(message, { param: "expires_at" });
}

/** Returns the session as of now: expiry is only noticed when somebody reads it. */
export function currentSession(parts: SandboxParts, session: SessionRecord): SessionRecord {
  const { shown } = session;
  if (shown.status === "open" && seconds(parts) >= shown.expires_at) end(parts, session);
  return session;
}

/** Handles `POST /checkout/sessions/{id}/expire`. @throws Refusal 400 when it is over */
export function expireSession(parts: SandboxParts, session: SessionRecord): void {
  const { status } = currentSession(parts, session).shown;
  if (status !== "open") {
    throw badRequest(`Only open sessions can be expired; this one is ${status}.`);
  }
  end(parts, session);
}

function end(parts: SandboxParts, { shown }: SessionRecord): void {
  Object.assign(shown, { status: "expired", url: null });
  tell(parts, "checkout.session.expired", shown);
}

/** Completes the page of an intent that is paid or authorised: nobody can pay on it again. */
export function completeSession(parts: SandboxParts, intent: IntentRecord): void {
  const session = parts.state.stripe.sessions.get(intent.sessionId ?? "");
  if (!session) return;
  const payment_status = intent.shown.status === "succeeded" ? "paid" : "unpaid";
  Object.assign(session.shown, { status: "complete", payment_status, url: null });
  tell(parts, "checkout.session.completed", session.shown);
}
