import { challengePage, readChoice } from "../pages/challenge-page.ts";
import { checkoutPage } from "../pages/checkout-page.ts";
import { localeOf, withQuery } from "../pages/page.ts";
import type { SandboxParts } from "../parts.ts";
import { asWords } from "../read-body.ts";
import type { Answer, Call, Operation } from "../serve.ts";
import { answerChallenge, keepIntent, payWith } from "./intent.ts";
import type { IntentRecord, SessionRecord } from "./records.ts";
import { badRequest, missing } from "./refusals.ts";
import { sessionOf } from "./session-routes.ts";
import { stripeCards } from "./test-cards.ts";

/** The pages where people pay, and the bank's pages. */
export const checkoutPages: Operation[] = [
  { method: "GET", path: "/stripe/checkout/:id", name: "other", run: showCheckout },
  { method: "POST", path: "/stripe/checkout/:id/cards", name: "other", run: takeCard },
  { method: "GET", path: "/stripe/challenges/:id", name: "other", run: askPayer },
  { method: "POST", path: "/stripe/challenges/:id", name: "other", run: hearPayer },
];

/** Shows the page; redirects to the merchant when it is done, unless it is only viewed again. */
function showCheckout(parts: SandboxParts, call: Call): Answer {
  const session = sessionOf(parts, call);
  const { status, payment_intent } = session.shown;
  if (status === "complete" && call.query.has("paid")) return sendOn(session);
  const error = parts.state.stripe.intents.get(payment_intent ?? "")?.shown.last_payment_error;
  const problem = status === "open" && error ? asWords(error.decline_code) : undefined;
  return { html: checkoutPage(session, { ...visitOf(parts, call, session), problem }) };
}

function takeCard(parts: SandboxParts, call: Call): Answer {
  const session = sessionOf(parts, call);
  const { shown } = session;
  const visit = visitOf(parts, call, session);
  if (shown.status !== "open") return { html: checkoutPage(session, visit) };
  const { fields: typed } = call;
  const number = asWords(typed.number).replaceAll(/\s/g, "");
  const card = stripeCards.find((one) => one.number === number);
  if (!card) {
    return { html: checkoutPage(session, { ...visit, problem: "incorrect_number", typed }) };
  }
  const intent = intentOf(parts, session);
  intent.returnUrl = withQuery(visit.url, { paid: "", lang: visit.locale });
  payWith(parts, intent, card);
  const { next_action } = intent.shown;
  const asked = next_action && String(next_action.redirect_to_url.url);
  return { goTo: asked ? withQuery(asked, { lang: visit.locale }) : intent.returnUrl };
}

/** Returns the page's intent: one for all cards tried on it. */
function intentOf(parts: SandboxParts, { shown, intent }: SessionRecord): IntentRecord {
  const before = parts.state.stripe.intents.get(shown.payment_intent ?? "");
  if (before) return before;
  const { amount_total: amount, currency, id } = shown;
  const made = keepIntent(parts, { amount, currency, ...intent }, id);
  shown.payment_intent = made.shown.id;
  return made;
}

function sendOn({ shown }: SessionRecord): Answer {
  if (!shown.success_url) return { goTo: "about:blank" };
  const url = shown.success_url.replaceAll("{CHECKOUT_SESSION_ID}", shown.id);
  // Characters not allowed in a header are escaped.
  return { goTo: new URL(url).href };
}

function askPayer(parts: SandboxParts, call: Call): Answer {
  const intent = challengedIntent(parts, call);
  const { shown, card } = intent;
  if (shown.status !== "requires_action" || !card) return sendBack(intent);
  const url = `${parts.origin}/stripe/challenges/${shown.id}`;
  const amount = { amount: shown.amount, currency: shown.currency.toUpperCase() };
  const masked = `•••• ${card.number.slice(-4)}`;
  const about = { card: masked, amount, description: shown.description };
  return { html: challengePage({ locale: localeOf(call), url, ...about }) };
}

function hearPayer(parts: SandboxParts, call: Call): Answer {
  const intent = challengedIntent(parts, call);
  const choice = readChoice(call.fields.auth_result);
  if (!choice) throw badRequest("auth_result is not known");
  answerChallenge(parts, intent, choice === "approve");
  return sendBack(intent);
}

/** Redirects to the merchant with the parameters Stripe adds; none of them may be trusted. */
function sendBack({ shown, returnUrl, sessionId }: IntentRecord): Answer {
  if (returnUrl === null) return { goTo: "about:blank" };
  if (sessionId !== null) return { goTo: returnUrl };
  const redirect_status = shown.status === "requires_payment_method" ? "failed" : "succeeded";
  const { id, client_secret } = shown;
  const told = { payment_intent: id, payment_intent_client_secret: client_secret, redirect_status };
  return { goTo: withQuery(returnUrl, told) };
}

function challengedIntent({ state }: SandboxParts, { params }: Call): IntentRecord {
  const intent = state.stripe.intents.get(params.id!);
  if (!intent) throw missing("payment_intent", params.id!);
  return intent;
}

function visitOf(parts: SandboxParts, call: Call, { shown }: SessionRecord) {
  return { locale: localeOf(call), url: `${parts.origin}/stripe/checkout/${shown.id}` };
}
