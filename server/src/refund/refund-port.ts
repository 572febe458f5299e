import type { RefundPort } from "../payment/refund-port.ts";
import { refundVoided } from "./refund-voided.ts";
import { returnSurplus } from "./return-surplus.ts";

/** The refunds that payments cause. */
export const refundPort: RefundPort = { returnSurplus, refundVoided };
