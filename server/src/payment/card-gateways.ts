import type { Gateway } from "./gateway.ts";

/**
 * Who takes cards, by the names in the database (table `gateways`, which a test compares). A wallet or a till is no gateway:
 * nobody is called.
 */
export const cardGateways = { moyasar: "Moyasar", stripe: "Stripe" } as const;
export type GatewayName = keyof typeof cardGateways;
export const gatewayNames = Object.keys(cardGateways) as readonly GatewayName[];

/** Those that are configured. */
export type Gateways = Partial<Record<GatewayName, Gateway>>;

/** Whether money of that kind lies with somebody who can be asked. */
export function isCardGateway(name: string): name is GatewayName {
  return Object.hasOwn(cardGateways, name);
}

/** The one of a payment; undefined where nobody is called, or it is not configured here. */
export function gatewayOf(
  gateways: Gateways,
  { gateway }: { gateway: string },
): Gateway | undefined {
  return isCardGateway(gateway) ? gateways[gateway] : undefined;
}

/** The configured ones, the one for whoever names none first. */
export function configuredNames(gateways: Gateways): GatewayName[] {
  return Object.keys(gateways)
    .filter(isCardGateway)
    .filter((name) => gateways[name]);
}
