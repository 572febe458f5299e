import { money, type Money } from "../../base/money.ts";
import { GatewayRefused, GatewayUnclear } from "../gateway.ts";

/** A gateway's answer before its contents are checked. */
export type Fields = Record<string, unknown>;

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns a nested object; empty when there is none. */
export function fieldsAt(fields: Fields, name: string): Fields {
  const value = fields[name];
  return isFields(value) ? value : {};
}

/** Returns a text; undefined when it is absent or empty. */
export function wordsAt(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/**
 * Returns an amount in minor units, 0 when it is absent. "150", 150.5 and -1 are refused, because a guess would be
 * money.
 *
 * @throws GatewayUnclear
 */
export function minorAt(fields: Fields, name: string): number {
  const value = fields[name] ?? 0;
  if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
  throw new GatewayUnclear(`the gateway's ${name} is not a valid amount: ${JSON.stringify(value)}`);
}

/** Returns the amount and currency as money. @throws GatewayUnclear when it is not an exact amount of a currency */
export function answeredMoney(amountMinor: unknown, currency: unknown): Money {
  try {
    return money(amountMinor as number, String(currency).toUpperCase());
  } catch (cause) {
    throw new GatewayUnclear(`the gateway named no amount: ${String(cause)}`, { cause });
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Returns our payment id from the gateway's metadata; anything else found there is ignored. */
export function ourIdIn(metadata: unknown): string | undefined {
  const value = isFields(metadata) ? metadata.payment_id : undefined;
  return typeof value === "string" && UUID.test(value) ? value.toLowerCase() : undefined;
}

/**
 * Asserts that the gateway's payment carries our id or none: two of our payments must never share one of the
 * gateway's.
 *
 * @throws GatewayUnclear when it carries another payment's id
 */
export function assertCarries(id: string, carried: string | undefined): void {
  if (carried === undefined || carried === id.toLowerCase()) return;
  throw new GatewayUnclear(`the gateway's payment for ${id} carries the id ${carried}`);
}

/**
 * Returns the address the payer's browser comes back to, with the payment's id. Whether it was paid is asked of the
 * gateway.
 *
 * @throws GatewayRefused when it is not a valid address
 */
export function returnAddress(returnUrl: string, paymentId: string): string {
  const url = URL.parse(returnUrl);
  if (!url)
    throw new GatewayRefused("no-return-address", "no return address was given for the payer");
  url.searchParams.set("paymentId", paymentId);
  return url.href;
}

/** Returns the time in a UUIDv7 (RFC 9562): the gateway cannot know the payment from before it. Epoch milliseconds. */
export function madeAt(paymentId: string): number {
  const hex = paymentId.replaceAll("-", "");
  return hex[12] === "7" ? Number.parseInt(hex.slice(0, 12), 16) : 0;
}
