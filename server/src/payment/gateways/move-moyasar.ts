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

/** Something done to a payment that exists. */
interface Move {
  name: "capture" | "void" | "refund";
  body: Fields;
  /** Whether it has its effect already. @throws GatewayRefused, GatewayUnclear when it cannot have */
  isDone(state: GatewayState): boolean;
}

/** @throws GatewayRefused, GatewayUnclear */
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

/** @throws GatewayUnclear, GatewayRefused when Moyasar does not let go of it */
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

/** @throws GatewayRefused, GatewayUnclear */
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
 * Moyasar knows no idempotency here, so the payment is looked at before and after every answer that is no yes. It is
 * sent once: what was cut off may still be at work over there, and comes back here with the next job.
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
  // Another charge on the page meanwhile is none of its business.
  const { state } = await getByRef(talk, reading, { ...ref, charge: before.state.charge });
  if (step.isDone(state)) return state;
  throw failure;
}

/** @throws GatewayRefused when Moyasar knows nothing of it */
async function getByRef(
  talk: MoyasarTalk,
  reading: MoyasarReading,
  ref: GatewayRef,
): Promise<MoyasarFound> {
  const found = await findByRef(talk, reading, ref);
  if (!found) throw new GatewayRefused("not-found", `Moyasar knows no ${ref.object} ${ref.ref}`);
  return found;
}

/** Of a page the charge that counts and no other: the others' money has its own way back. */
function targetOf({ state }: MoyasarFound, { name }: Move): string {
  const target = state.object === "invoice" ? state.charge : state.ref;
  if (target === undefined) throw new GatewayUnclear(`nothing on the page is there to ${name}`);
  return target;
}
