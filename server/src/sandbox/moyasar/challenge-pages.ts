import { challengePage, readChoice } from "../pages/challenge-page.ts";
import { localeOf, withQuery } from "../pages/page.ts";
import type { SandboxParts } from "../parts.ts";
import type { Answer, Call, Operation } from "../serve.ts";
import type { PaymentRecord } from "./payment.ts";
import { notThere, wrongState } from "./refusals.ts";
import { settlePayment } from "./settle-payment.ts";
import { verifyToken, type TokenRecord, type Verdict } from "./token.ts";

/** 3-D Secure: the bank asks the payer, who is then redirected back with unsigned parameters. */
export const challengePages: Operation[] = [
  { method: "GET", path: "/v1/transaction_auths/:id/form", name: "other", run: askPayer },
  { method: "POST", path: "/v1/transaction_auths/:id/form", name: "other", run: hearPayer },
  { method: "GET", path: "/v1/tokens/:id/form", name: "other", run: askOwner },
  { method: "POST", path: "/v1/tokens/:id/form", name: "other", run: hearOwner },
];

function askPayer(parts: SandboxParts, call: Call): Answer {
  const payment = paymentOf(parts, call);
  const { shown, outcome } = payment;
  // The bank decides without asking anybody.
  if (outcome.challenge !== "ask") settlePayment(parts, payment, "approve");
  if (shown.status !== "initiated") return sendBack(payment);
  const { amount, currency, description, source } = shown;
  const url = `${parts.origin}/v1/transaction_auths/${payment.authId}/form`;
  const about = { card: source.number, amount: { amount, currency }, description };
  return { html: challengePage({ locale: localeOf(call), url, ...about }) };
}

function hearPayer(parts: SandboxParts, call: Call): Answer {
  const payment = paymentOf(parts, call);
  settlePayment(parts, payment, verdictOf(call));
  return sendBack(payment);
}

function sendBack({ shown }: PaymentRecord): Answer {
  const { id, status, source, callback_url } = shown;
  return { goTo: withQuery(callback_url!, { id, status, message: source.message }) };
}

function askOwner(parts: SandboxParts, call: Call): Answer {
  const token = tokenOf(parts, call);
  if (token.shown.status !== "initiated") return sendOwnerBack(token);
  const url = `${parts.origin}/v1/tokens/${token.shown.id}/form`;
  return { html: challengePage({ locale: localeOf(call), url, card: token.card.masked }) };
}

function hearOwner(parts: SandboxParts, call: Call): Answer {
  const token = tokenOf(parts, call);
  if (token.shown.status === "initiated") verifyToken(parts, token, verdictOf(call));
  return sendOwnerBack(token);
}

function sendOwnerBack({ shown, callbackUrl }: TokenRecord): Answer {
  const { id, status, message } = shown;
  return { goTo: withQuery(callbackUrl!, { id, status, message }) };
}

function verdictOf({ fields }: Call): Verdict {
  const choice = readChoice(fields.auth_result);
  if (!choice) throw wrongState("auth_result is not known");
  return choice;
}

function paymentOf({ state }: SandboxParts, { params }: Call): PaymentRecord {
  for (const payment of state.payments.values()) {
    if (payment.authId !== null && payment.authId === params.id) return payment;
  }
  throw notThere();
}

function tokenOf({ state }: SandboxParts, { params }: Call): TokenRecord {
  const token = state.tokens.get(params.id!);
  if (!token?.callbackUrl) throw notThere();
  return token;
}
