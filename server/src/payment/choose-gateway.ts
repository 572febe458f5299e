import { invalidAt } from "../base/problem.ts";
import { configuredNames, type GatewayName } from "./card-gateways.ts";
import { type Gateway } from "./gateway.ts";
import type { MoneyParts } from "./money-parts.ts";

/**
 * Returns the gateway that charges a card: the one requested, else the first configured.
 *
 * @throws Problem invalid-request at /gateway or /method when there is no such gateway here
 */
export function chooseGateway({ gateways }: MoneyParts, wanted?: GatewayName): Gateway {
  const known = configuredNames(gateways);
  const name = wanted ?? known[0];
  const chosen = name && gateways[name];
  if (chosen) return chosen;
  throw invalidAt(
    wanted ? "/gateway" : "/method",
    `الدفع بالبطاقة عبر هذه البوابة غير مفعّل هنا؛ المتاح: ${known.join("، ") || "المحفظة فقط"}.`,
    `Card payment through this gateway is not enabled here; available: ${known.join(", ") || "the wallet only"}.`,
  );
}

/** The minimum of one payment, in minor units. */
export function leastOf(gateway: Gateway | undefined, currency: string): number {
  return gateway?.minimumMinor(currency) ?? 1;
}
