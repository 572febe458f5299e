import { money, type Money } from "../../base/money.ts";
import { GatewayRefused, GatewayUnclear } from "../gateway.ts";

/** What a gateway answered, before anybody looked at what is in it. */
export type Fields = Record<string, unknown>;

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An object within, or an empty one. */
export function fieldsAt(fields: Fields, name: string): Fields {
  const value = fields[name];
  return isFields(value) ? value : {};
}

/** Words that are there: an empty text counts as none. */
export function wordsAt(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/**
 * An amount in minor units; absent is nothing. "150", 150.5 and -1 are no amounts, and what is guessed from them is money.
 *
 * @throws GatewayUnclear
 */
export function minorAt(fields: Fields, name: string): number {
  const value = fields[name] ?? 0;
  if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
  throw new GatewayUnclear(`the gateway's ${name} is no amount: ${JSON.stringify(value)}`);
}

/** @throws GatewayUnclear when it is no exact amount of a currency */
export function answeredMoney(amountMinor: unknown, currency: unknown): Money {
  try {
    return money(amountMinor as number, String(currency).toUpperCase());
  } catch (cause) {
    throw new GatewayUnclear(`the gateway named no amount: ${String(cause)}`, { cause });
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Our id, where the gateway carries it along; whatever else stands there is nobody's. */
export function ourIdIn(metadata: unknown): string | undefined {
  const value = isFields(metadata) ? metadata.payment_id : undefined;
  return typeof value === "string" && UUID.test(value) ? value.toLowerCase() : undefined;
}

/**
 * Two payments of ours can never both rest on one of the gateway's.
 *
 * @throws GatewayUnclear when it carries the id of another
 */
export function assertCarries(id: string, carried: string | undefined): void {
  if (carried === undefined || carried === id.toLowerCase()) return;
  throw new GatewayUnclear(`the gateway's payment for ${id} carries the id ${carried}`);
}

/**
 * The payer's browser comes back knowing which payment it was; whether it was paid is asked of the gateway.
 *
 * @throws GatewayRefused when it is no address
 */
export function returnAddress(returnUrl: string, paymentId: string): string {
  const url = URL.parse(returnUrl);
  if (!url) throw new GatewayRefused("no-return-address", "nobody said where the payer comes back");
  url.searchParams.set("paymentId", paymentId);
  return url.href;
}

/** UUIDv7 begins with its time (RFC 9562): since when a payment may be known to the gateway; epoch milliseconds. */
export function madeAt(paymentId: string): number {
  const hex = paymentId.replaceAll("-", "");
  return hex[12] === "7" ? Number.parseInt(hex.slice(0, 12), 16) : 0;
}
