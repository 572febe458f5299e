import type { RefundPort } from "../payment/refund-port.ts";
import { refundVoided } from "./refund-voided.ts";
import { returnSurplus } from "./return-surplus.ts";

/** What payments call when money is to go back. */
export const refundPort: RefundPort = { returnSurplus, refundVoided };
