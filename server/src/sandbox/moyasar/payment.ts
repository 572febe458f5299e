import { currencyDecimals } from "../../base/money.ts";
import type { CardOutcome, Company } from "../test-cards.ts";
import type { Metadata } from "./checks.ts";

export type PaymentStatus =
  | "initiated"
  | "paid"
  | "authorized"
  | "failed"
  | "refunded"
  | "captured"
  | "voided"
  | "verified";

export interface CardSource {
  type: "creditcard";
  company: Company;
  name: string;
  number: string;
  gateway_id: string;
  reference_number: string | null;
  token: string | null;
  message: string | null;
  transaction_url: string | null;
  response_code: string | null;
  authorization_code: string | null;
  issuer_name: string;
  issuer_country: string;
  issuer_card_type: "debit" | "credit";
  issuer_card_category: string;
}

/** The shown fields of a payment, without the formatted amounts. */
export interface PaymentFacts {
  id: string;
  status: PaymentStatus;
  /** In minor units, as are the others. */
  amount: number;
  fee: number;
  currency: string;
  refunded: number;
  refunded_at: string | null;
  captured: number;
  captured_at: string | null;
  voided_at: string | null;
  description: string | null;
  invoice_id: string | null;
  ip: string | null;
  callback_url: string | null;
  created_at: string;
  updated_at: string;
  metadata: Metadata | null;
  source: CardSource;
}

export interface PaymentRecord {
  shown: PaymentFacts;
  /** Only authorised until captured. */
  isManual: boolean;
  outcome: CardOutcome;
  /** The 3-D Secure page, if there is one. */
  authId: string | null;
  /** When the money was captured; epoch milliseconds. */
  takenAt: number | null;
}

export function showPayment({ shown }: PaymentRecord) {
  const { currency } = shown;
  return {
    ...shown,
    amount_format: inWords(shown.amount, currency),
    fee_format: inWords(shown.fee, currency),
    refunded_format: inWords(shown.refunded, currency),
    captured_format: inWords(shown.captured, currency),
  };
}

/** Formats an amount: "150.00 SAR" */
export function inWords(amountMinor: number, currency: string): string {
  const decimals = currencyDecimals(currency);
  return `${(amountMinor / 10 ** decimals).toFixed(decimals)} ${currency}`;
}
