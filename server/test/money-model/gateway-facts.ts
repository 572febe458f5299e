import type { Sandbox } from "../../src/sandbox/open-sandbox.ts";

/** The gateway's amounts for one of our payments, in minor units. */
export interface AtGateway {
  takenMinor: number;
  refundedMinor: number;
  /** Authorised, neither captured nor voided. */
  heldMinor: number;
}

interface Listed {
  payments: {
    id: string;
    status: string;
    amount: number;
    captured: number;
    captured_at: string | null;
    refunded: number;
    invoice_id: string | null;
    metadata: { payment_id?: string } | null;
  }[];
  invoices: { id: string; metadata: { payment_id?: string } | null }[];
}

const TAKEN = ["paid", "captured", "refunded"];

/** Returns the gateway's own figures by our id; payments that match no id are under "nobody's". */
export async function gatewayFacts({ origin }: Sandbox): Promise<Map<string, AtGateway>> {
  const answer = await fetch(`${origin}/sandbox/payments`);
  const { payments, invoices } = (await answer.json()) as Listed;
  const ours = new Map(invoices.map(({ id, metadata }) => [id, metadata?.payment_id]));
  const facts = new Map<string, AtGateway>();
  for (const one of payments) {
    const id = (one.invoice_id ? ours.get(one.invoice_id) : one.metadata?.payment_id) ?? "nobody's";
    const known = facts.get(id) ?? { takenMinor: 0, refundedMinor: 0, heldMinor: 0 };
    if (TAKEN.includes(one.status)) {
      known.takenMinor += one.captured_at === null ? one.amount : one.captured;
      known.refundedMinor += one.refunded;
    }
    if (one.status === "authorized") known.heldMinor += one.amount;
    facts.set(id, known);
  }
  return facts;
}
