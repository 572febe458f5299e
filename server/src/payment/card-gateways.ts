import type { Gateway } from "./gateway.ts";

/**
 * Lists the card gateways by their names in the database (table `gateways`; a test compares them). Wallets and desks
 * are not gateways.
 */
export const cardGateways = { moyasar: "Moyasar", stripe: "Stripe" } as const;
export type GatewayName = keyof typeof cardGateways;
export const gatewayNames = Object.keys(cardGateways) as readonly GatewayName[];

/** The configured gateways. */
export type Gateways = Partial<Record<GatewayName, Gateway>>;

/** Tells whether `name` is a card gateway, which can be asked about its payments. */
export function isCardGateway(name: string): name is GatewayName {
  return Object.hasOwn(cardGateways, name);
}

/** Returns a payment's gateway; undefined if it has none, or it is not configured here. */
export function gatewayOf(
  gateways: Gateways,
  { gateway }: { gateway: string },
): Gateway | undefined {
  return isCardGateway(gateway) ? gateways[gateway] : undefined;
}

/** Names of the configured gateways, the default first. */
export function configuredNames(gateways: Gateways): GatewayName[] {
  return Object.keys(gateways)
    .filter(isCardGateway)
    .filter((name) => gateways[name]);
}
