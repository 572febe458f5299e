import type { Operation } from "../serve.ts";
import { createRefund } from "./refund.ts";
import { missing } from "./refusals.ts";
import { expanded, stripeList } from "./shown.ts";

export const refundRoutes: Operation[] = [
  {
    method: "POST",
    path: "/v1/refunds",
    name: "refund",
    run: (parts, call) => ({ json: expanded(parts, call, createRefund(parts, call.fields)) }),
  },
  {
    method: "GET",
    path: "/v1/refunds",
    name: "read",
    run(parts, call) {
      const refunds = parts.state.stripe.refunds.values();
      return { json: stripeList(parts, call, refunds, ["payment_intent", "charge"]) };
    },
  },
  {
    method: "GET",
    path: "/v1/refunds/:id",
    name: "read",
    run(parts, call) {
      const refund = parts.state.stripe.refunds.get(call.params.id!);
      if (!refund) throw missing("refund", call.params.id!);
      return { json: expanded(parts, call, refund) };
    },
  },
  {
    method: "GET",
    path: "/v1/charges",
    name: "read",
    run(parts, call) {
      const charges = parts.state.stripe.charges.values();
      return { json: stripeList(parts, call, charges, ["payment_intent"]) };
    },
  },
  {
    method: "GET",
    path: "/v1/charges/:id",
    name: "read",
    run(parts, call) {
      const charge = parts.state.stripe.charges.get(call.params.id!);
      if (!charge) throw missing("charge", call.params.id!);
      return { json: expanded(parts, call, charge) };
    },
  },
];
