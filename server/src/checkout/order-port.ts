import type { Metrics } from "../base/metrics.ts";
import type { OrderPort } from "../payment/order-port.ts";
import { cancelUnpaid } from "./cancel-unpaid.ts";
import { earnAccepted, takeOrder } from "./take-order.ts";

/** Connects payments to bookings: payments call these when they have moved. */
export function orderPort(metrics: Metrics): OrderPort {
  return {
    take: (tx, payment, now, after) => takeOrder(tx, metrics, payment, now, after),
    earnAccepted,
    cancelUnpaid,
  };
}
