import { randomBytes } from "node:crypto";
import type { SandboxParts } from "../parts.ts";
import { asWords, isFields, type Fields } from "../read-body.ts";
import { readCard, type Card } from "./card.ts";
import { flag, type Checks } from "./checks.ts";
import type { CardSource } from "./payment.ts";

/** What is charged, and how. */
export interface Source {
  card: Card;
  tokenId: string | null;
  isManual: boolean;
  /** Whether 3-D Secure precedes the charge. */
  isChallenged: boolean;
  isSaved: boolean;
}

function refuseSource(checks: Checks, field: string, message: string): undefined {
  checks.add(field, message);
  return undefined;
}

/** Reads a card or a saved one; wallets and STC Pay are not emulated. */
export function readSource(
  parts: SandboxParts,
  value: unknown,
  checks: Checks,
): Source | undefined {
  if (!isFields(value)) return refuseSource(checks, "source", "can't be blank");
  const isManual = flag(value.manual, false);
  if (value.type === "token") return readToken(parts, value, checks, isManual);
  if (value.type !== "creditcard") return refuseSource(checks, "source.type", "is not supported");
  const card = readCard(value, checks, parts.now());
  const isSaved = flag(value.save_card, false);
  const isChallenged = flag(value["3ds"], true);
  if (isSaved && !isChallenged) checks.add("3ds", "must be true to save the card");
  return { card, tokenId: null, isManual, isChallenged, isSaved };
}

/**
 * Tells whether 3-D Secure is needed. Moyasar's own test mode charged a verified token without 3-D Secure unless
 * requested; a token that was only saved is verified by this payment.
 */
function readToken(
  parts: SandboxParts,
  value: Fields,
  checks: Checks,
  isManual: boolean,
): Source | undefined {
  const token = parts.state.tokens.get(asWords(value.token));
  const isNew = token?.shown.status === "initiated" && token.isSaveOnly;
  if (!token || (token.shown.status !== "active" && !isNew)) {
    return refuseSource(checks, "token", "is not active");
  }
  const isChallenged = flag(value["3ds"], isNew || parts.faults.challengeTokens);
  return { card: token.card, tokenId: token.shown.id, isManual, isChallenged, isSaved: false };
}

export function showSource({ card, tokenId }: Source): CardSource {
  const { company } = card.outcome;
  return {
    type: "creditcard",
    company,
    name: card.name,
    number: card.masked,
    gateway_id: `moyasar_cc_${randomBytes(12).toString("hex")}`,
    reference_number: null,
    token: tokenId,
    message: null,
    transaction_url: null,
    response_code: null,
    authorization_code: null,
    issuer_name: "SANDBOX BANK",
    issuer_country: "SA",
    issuer_card_type: company === "mada" ? "debit" : "credit",
    issuer_card_category: "STANDARD",
  };
}
