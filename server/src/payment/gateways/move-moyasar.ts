import { GatewayRefused, GatewayUnclear, type GatewayRef, type GatewayState } from "../gateway.ts";
import type { Fields } from "./answered.ts";
import {
  isTurnedAway,
  isYes,
  refusalIn,
  unclearFrom,
  type MoyasarTalk,
} from "./moyasar-gateway-talk.ts";
import { readPayment } from "./moyasar-payment.ts";
import { isCaptured, isLetGo, isRefunded } from "./moves-done.ts";
import { findByRef, type MoyasarFound, type MoyasarReading } from "./moyasar-reads.ts";

/** An action on an existing payment. */
interface Move {
  name: "capture" | "void" | "refund";
  body: Fields;
  /** Whether it already took effect. @throws GatewayRefused, GatewayUnclear when it cannot have */
  isDone(state: GatewayState): boolean;
}

/** Captures an authorised payment. @throws GatewayRefused, GatewayUnclear */
export async function captureMoyasar(
  talk: MoyasarTalk,
  reading: MoyasarReading,
  ref: GatewayRef,
  amountMinor: number,
): Promise<GatewayState> {
  return move(talk, reading, ref, {
    name: "capture",
    body: { amount: amountMinor },
    isDone: isCaptured,
  });
}

/** Voids an authorised payment. @throws GatewayUnclear, GatewayRefused when Moyasar refuses to void it */
export async function voidMoyasar(
  talk: MoyasarTalk,
  reading: MoyasarReading,
  ref: GatewayRef,
): Promise<GatewayState> {
  return move(talk, reading, ref, {
    name: "void",
    body: {},
    isDone: isLetGo,
  });
}

/** Refunds a part of a payment. @throws GatewayRefused, GatewayUnclear */
export async function refundMoyasar(
  talk: MoyasarTalk,
  reading: MoyasarReading,
  ref: GatewayRef,
  refund: { amountMinor: number; beforeMinor: number },
): Promise<GatewayState> {
  return move(talk, reading, ref, {
    name: "refund",
    body: { amount: refund.amountMinor },
    isDone: (state) => isRefunded(state, refund),
  });
}

/**
 * Performs an action once. Moyasar has no idempotency here, so the payment is fetched before, and after every answer
 * that is not a success. The action is sent once: a request that was cut off may still be running there, and the next
 * job returns to it.
 */
async function move(
  talk: MoyasarTalk,
  reading: MoyasarReading,
  ref: GatewayRef,
  step: Move,
): Promise<GatewayState> {
  const before = await getByRef(talk, reading, ref);
  if (step.isDone(before.state)) return before.state;
  const path = `/payments/${encodeURIComponent(targetOf(before, step))}/${step.name}`;
  let failure: GatewayRefused | GatewayUnclear;
  try {
    const answer = await talk.write(path, step.body);
    if (isYes(answer) && ref.object !== "invoice") {
      return readPayment(answer.body, reading.isOwnPage).state;
    }
    failure = isTurnedAway(answer) || isYes(answer) ? unclearFrom(answer) : refusalIn(answer);
  } catch (error) {
    if (!(error instanceof GatewayUnclear)) throw error;
    failure = error;
  }
  // Ignore another charge made on the page meanwhile.
  const { state } = await getByRef(talk, reading, { ...ref, charge: before.state.charge });
  if (step.isDone(state)) return state;
  throw failure;
}

/** Fetches the payment. @throws GatewayRefused when Moyasar does not know it */
async function getByRef(
  talk: MoyasarTalk,
  reading: MoyasarReading,
  ref: GatewayRef,
): Promise<MoyasarFound> {
  const found = await findByRef(talk, reading, ref);
  if (!found) throw new GatewayRefused("not-found", `Moyasar knows no ${ref.object} ${ref.ref}`);
  return found;
}

/**
 * Returns the charge to act on; of a page only the one that counts. Surplus charges are refunded as payments of their
 * own.
 */
function targetOf({ state }: MoyasarFound, { name }: Move): string {
  const target = state.object === "invoice" ? state.charge : state.ref;
  if (target === undefined) throw new GatewayUnclear(`the page has no payment to ${name}`);
  return target;
}
