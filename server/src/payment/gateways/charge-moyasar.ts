import { instantText } from "../../base/time.ts";
import { GatewayRefused, GatewayUnclear, type Charge, type GatewayState } from "../gateway.ts";
import { assertCarries, returnAddress, type Fields } from "./answered.ts";
import {
  isTurnedAway,
  isYes,
  refusalIn,
  TurnedAway,
  unclearFrom,
  type MoyasarAnswer,
  type MoyasarTalk,
} from "./moyasar-gateway-talk.ts";
import { readInvoice } from "./moyasar-invoice.ts";
import { readPayment } from "./moyasar-payment.ts";
import { findInvoiceByOurId, findPaymentByOurId, type MoyasarReading } from "./moyasar-reads.ts";

/** Maximum attempts to create a payment or an invoice; each new attempt first checks that it does not exist yet. */
const CHARGES_MAX = 2;

/** Fields of an invoice besides the charge. */
export interface InvoiceNotice {
  /** Where Moyasar's server reports the payment; omitted when Moyasar cannot reach that address. */
  callbackUrl?: string;
  /** Metadata that proves the report is genuine. */
  metadata: Record<string, string>;
}

/**
 * Charges a card by a token, so that only the browser knew its number. Our id is the payment's id, so repeated
 * requests make one payment; after any other answer it looks whether the payment exists.
 *
 * @throws GatewayRefused, GatewayUnclear
 */
export async function chargeToken(
  talk: MoyasarTalk,
  reading: MoyasarReading,
  charge: Charge,
): Promise<GatewayState> {
  const wanted = tokenPayment(charge);
  return createOnce(talk, {
    async create() {
      const made = accept(await talk.write("/payments", wanted));
      const payment = readPayment(made, reading.isOwnPage);
      assertCarries(charge.id, payment.carriedId);
      return payment.state;
    },
    find: async () => (await findPaymentByOurId(talk, reading, charge.id))?.state,
  });
}

function tokenPayment({ id, amount, description, returnUrl, token, isManual }: Charge): Fields {
  return {
    given_id: id,
    amount: amount.amount,
    currency: amount.currency,
    description,
    callback_url: returnAddress(returnUrl, id),
    // The payer is present: the bank asks them, even for a card that was verified before.
    source: { type: "token", token, manual: isManual, "3ds": true },
    metadata: { payment_id: id },
    // A bank's coupon would lower the amount.
    apply_coupon: false,
  };
}

/**
 * Opens Moyasar's own page. Invoices have no idempotency, so it searches for one made under our id before it creates
 * one, and after every unclear answer. If a late one is created all the same, nobody has its address and it ends with
 * the hold. An invoice cannot authorise only: `isManual` is charged at once, and refunded if the business declines.
 *
 * @throws GatewayRefused, GatewayUnclear
 */
export async function chargeOnPage(
  talk: MoyasarTalk,
  reading: MoyasarReading,
  charge: Charge,
  notice: InvoiceNotice,
): Promise<GatewayState> {
  const wanted = invoiceFor(charge, notice);
  const find = async () => (await findInvoiceByOurId(talk, reading, charge.id))?.state;
  const before = await find().catch((error: unknown) => {
    refuseIfTurnedAway(error);
    throw error;
  });
  if (before) return withPage(before);
  return createOnce(talk, {
    async create() {
      const made = accept(await talk.write("/invoices", wanted));
      return readInvoice(made, reading.isOwnPage, reading.clock.now()).state;
    },
    find,
  });
}

function invoiceFor(charge: Charge, { callbackUrl, metadata }: InvoiceNotice): Fields {
  const { id, amount, description, expiresAt } = charge;
  const back = returnAddress(charge.returnUrl, id);
  return {
    amount: amount.amount,
    currency: amount.currency,
    description,
    success_url: back,
    back_url: back,
    ...(callbackUrl && { callback_url: callbackUrl }),
    ...(expiresAt !== undefined && { expired_at: instantText(expiresAt) }),
    metadata: { ...metadata, payment_id: id },
  };
}

/**
 * @param way.create throws GatewayRefused when Moyasar refuses
 * @param way.find searches for it, also after a refusal, because a second one under the same id is refused too
 */
async function createOnce(
  talk: MoyasarTalk,
  way: { create: () => Promise<GatewayState>; find: () => Promise<GatewayState | undefined> },
): Promise<GatewayState> {
  for (let attempt = 1; ; attempt += 1) {
    let failure: unknown;
    try {
      return withPage(await way.create());
    } catch (error) {
      failure = error;
    }
    refuseIfTurnedAway(failure);
    if (!(failure instanceof GatewayRefused || failure instanceof GatewayUnclear)) throw failure;
    const there = await way.find();
    if (there) return withPage(there);
    if (failure instanceof GatewayRefused || attempt === CHARGES_MAX) throw failure;
    await talk.pause(attempt);
  }
}

/** Throws when Moyasar turned the first request away: nothing was created, and the payer is told at once. */
function refuseIfTurnedAway(error: unknown): void {
  if (error instanceof TurnedAway) throw error.refusal;
}

/** Returns the body of an accepted answer. @throws GatewayRefused when Moyasar refuses, GatewayUnclear */
function accept(answer: MoyasarAnswer): Fields {
  if (isYes(answer)) return answer.body;
  throw isTurnedAway(answer) ? unclearFrom(answer) : refusalIn(answer);
}

/** Requires an address when the payer must act; only Moyasar's own pages are accepted. */
function withPage(state: GatewayState): GatewayState {
  if (state.status !== "initiated" || state.redirectUrl !== undefined) return state;
  throw new GatewayUnclear(`Moyasar's ${state.object} ${state.ref} names no page of Moyasar's`);
}
