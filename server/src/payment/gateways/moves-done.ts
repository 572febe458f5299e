import { GatewayRefused, GatewayUnclear, type GatewayState } from "../gateway.ts";

/**
 * Tells whether an authorised payment is already captured.
 *
 * @throws GatewayRefused when nothing is authorised (any more), GatewayUnclear
 */
export function isCaptured({ status }: GatewayState): boolean {
  if (status === "unknown") throw notNow("capture", status);
  if (status !== "paid" && status !== "authorized") {
    throw new GatewayRefused("not-authorized", `the payment is ${status}: nothing is held`);
  }
  return status === "paid";
}

/**
 * Tells whether nothing is authorised any more. Captured money stays; it is returned by a refund.
 *
 * @throws GatewayUnclear
 */
export function isLetGo({ status }: GatewayState): boolean {
  if (status === "unknown") throw notNow("void", status);
  return status !== "authorized";
}

/**
 * Tells whether an earlier try made the refund. A payment that is not paid (yet, or any more) is not a refusal: after
 * a refusal its money would be returned a second way.
 *
 * @throws GatewayUnclear
 */
export function isRefunded(
  { status, refundedMinor }: GatewayState,
  { amountMinor, beforeMinor }: { amountMinor: number; beforeMinor: number },
): boolean {
  if (status !== "paid") throw notNow("refund", status);
  if (refundedMinor >= beforeMinor + amountMinor) return true;
  if (refundedMinor === beforeMinor) return false;
  throw new GatewayUnclear(
    `${refundedMinor} is refunded, and was ${beforeMinor}: somebody else refunded part of it`,
  );
}

function notNow(name: string, status: string): GatewayUnclear {
  return new GatewayUnclear(
    `there is nothing to ${name}: the gateway says the payment is ${status}`,
  );
}
