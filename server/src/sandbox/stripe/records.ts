import type { StripeCard } from "./test-cards.ts";

export type Metadata = Record<string, string>;

/** The fields of Stripe's objects that merchants read; amounts in the minor unit, times in Unix seconds. */
export interface Intent {
  id: string;
  object: "payment_intent";
  amount: number;
  amount_capturable: number;
  amount_received: number;
  canceled_at: number | null;
  cancellation_reason: string | null;
  capture_method: "automatic" | "manual";
  client_secret: string;
  confirmation_method: "automatic";
  created: number;
  currency: string;
  description: string | null;
  last_payment_error: Record<string, unknown> | null;
  latest_charge: string | null;
  livemode: false;
  metadata: Metadata;
  next_action: { type: "redirect_to_url"; redirect_to_url: Record<string, unknown> } | null;
  payment_method: string | null;
  payment_method_types: ["card"];
  status:
    | "requires_payment_method"
    | "requires_confirmation"
    | "requires_action"
    | "requires_capture"
    | "canceled"
    | "succeeded";
}

export interface IntentRecord {
  shown: Intent;
  /** Attached, but not charged yet. */
  card: StripeCard | null;
  returnUrl: string | null;
  sessionId: string | null;
}

export interface Charge {
  id: string;
  object: "charge";
  amount: number;
  amount_captured: number;
  amount_refunded: number;
  captured: boolean;
  created: number;
  currency: string;
  failure_code: string | null;
  failure_message: string | null;
  livemode: false;
  metadata: Metadata;
  paid: boolean;
  payment_intent: string;
  payment_method: string;
  payment_method_details: { type: "card"; card: Record<string, unknown> };
  refunded: boolean;
  status: "succeeded" | "failed";
}

export interface StripeRefund {
  id: string;
  object: "refund";
  amount: number;
  charge: string;
  created: number;
  currency: string;
  metadata: Metadata;
  payment_intent: string;
  reason: string | null;
  status: "succeeded";
}

export interface Session {
  id: string;
  object: "checkout.session";
  amount_subtotal: number;
  amount_total: number;
  cancel_url: string | null;
  client_reference_id: string | null;
  created: number;
  currency: string;
  expires_at: number;
  livemode: false;
  locale: string | null;
  metadata: Metadata;
  mode: "payment";
  payment_intent: string | null;
  payment_method_types: ["card"];
  payment_status: "paid" | "unpaid";
  status: "open" | "complete" | "expired";
  success_url: string | null;
  ui_mode: "hosted_page";
  url: string | null;
}

export interface SessionRecord {
  shown: Session;
  /** The description of what is bought. */
  purpose: string;
  /** How to create its intent once somebody pays. */
  intent: Pick<Intent, "capture_method" | "description" | "metadata">;
}

/** The stored answer of a request with an Idempotency-Key. */
export interface KeptAnswer {
  fingerprint: string;
  status: number;
  json: unknown;
  at: number;
}

export interface StripeState {
  intents: Map<string, IntentRecord>;
  charges: Map<string, Charge>;
  refunds: Map<string, StripeRefund>;
  sessions: Map<string, SessionRecord>;
  answers: Map<string, KeptAnswer>;
}

export function emptyStripeState(): StripeState {
  return {
    intents: new Map(),
    charges: new Map(),
    refunds: new Map(),
    sessions: new Map(),
    answers: new Map(),
  };
}
