import { money } from "../../src/base/money.ts";
import type { Gateway, GatewayRef, GatewayState } from "../../src/payment/gateway.ts";

/** A gateway that says every payment is paid and makes every refund. */
export function obligingGateway(): Gateway {
  const refunded = new Map<string, number>();
  const stateOf = (ref: GatewayRef): GatewayState => ({
    ...ref,
    status: "paid",
    amount: money(0, "SAR"),
    capturedMinor: 0,
    refundedMinor: refunded.get(ref.ref) ?? 0,
  });
  const never = () => {
    throw new Error("nobody asks the model's gateway for that");
  };
  return {
    name: "moyasar",
    minimumMinor: () => 1,
    charge: never,
    find: async ({ ref }) => (ref ? stateOf(ref) : undefined),
    capture: never,
    void: never,
    async refund(ref, { amountMinor, beforeMinor }) {
      refunded.set(ref.ref, beforeMinor + amountMinor);
      return stateOf(ref);
    },
    close: async () => undefined,
    readWebhook: () => undefined,
  };
}
