import { randomBytes } from "node:crypto";
import { instantText } from "../../base/time.ts";
import type { SandboxParts } from "../parts.ts";
import type { Fields } from "../read-body.ts";
import { readCard, type Card } from "./card.ts";
import { Checks, flag, type Metadata } from "./checks.ts";

export interface TokenRecord {
  shown: {
    id: string;
    status: "initiated" | "active" | "inactive";
    brand: string;
    funding: string;
    country: string;
    month: string;
    year: string;
    name: string;
    last_four: string;
    metadata: Metadata | null;
    message: string | null;
    verification_url: string | null;
    created_at: string;
    updated_at: string;
    expires_at: string;
  };
  card: Card;
  /** May be charged unverified: the charge verifies it. */
  isSaveOnly: boolean;
  callbackUrl: string | null;
}

/** Handles `POST /tokens`. @throws Refusal 400 naming the wrong fields */
export function createToken(parts: SandboxParts, fields: Fields): TokenRecord {
  const checks = new Checks();
  const card = readCard(fields, checks, parts.now());
  const isSaveOnly = flag(fields.save_only, false);
  const callbackUrl = checks.url(fields, "callback_url", !isSaveOnly);
  const metadata = checks.metadata(fields);
  checks.done();
  return keepToken(parts, { card, metadata, isSaveOnly, callbackUrl });
}

export function keepToken(
  parts: SandboxParts,
  of: { card: Card; metadata: Metadata | null; isSaveOnly: boolean; callbackUrl: string | null },
): TokenRecord {
  const { card, metadata, isSaveOnly, callbackUrl } = of;
  const id = `token_${randomBytes(18).toString("base64url").replaceAll(/[-_]/g, "x")}`;
  const now = instantText(parts.now());
  const token: TokenRecord = {
    shown: {
      id,
      status: "initiated",
      brand: card.outcome.company,
      funding: card.outcome.company === "mada" ? "debit" : "credit",
      country: "SA",
      month: card.month,
      year: card.year,
      name: card.name,
      last_four: card.lastFour,
      metadata,
      message: null,
      verification_url: callbackUrl && !isSaveOnly ? `${parts.origin}/v1/tokens/${id}/form` : null,
      created_at: now,
      updated_at: now,
      expires_at: instantText(Date.UTC(Number(card.year), Number(card.month))),
    },
    card,
    isSaveOnly,
    callbackUrl,
  };
  parts.state.tokens.set(id, token);
  return token;
}

export type Verdict = "approve" | "decline" | "cancel";

/** Records whether the payer proved that the card is theirs. A card that would be declined fails too. */
export function verifyToken(parts: SandboxParts, token: TokenRecord, verdict: Verdict): void {
  const isGood = verdict === "approve" && token.card.outcome.code === "00";
  token.shown.status = isGood ? "active" : "inactive";
  token.shown.message = isGood ? "APPROVED" : refusalMessage(token, verdict);
  token.shown.verification_url = null;
  token.shown.updated_at = instantText(parts.now());
}

function refusalMessage(token: TokenRecord, verdict: Verdict): string {
  if (verdict === "approve") return token.card.outcome.message;
  return verdict === "decline" ? "UNAUTHENTICATED" : "CANCELLED AUTHENTICATION";
}
