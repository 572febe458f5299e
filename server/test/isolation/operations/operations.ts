import { bookingOperations } from "./booking-operations.ts";
import { businessOperations } from "./business-operations.ts";
import { ledgerOperations } from "./ledger-operations.ts";
import type { Operations } from "./operation.ts";
import { paymentOperations } from "./payment-operations.ts";
import { peopleOperations } from "./people-operations.ts";
import { publicOperations } from "./public-operations.ts";
import { wareOperations } from "./ware-operations.ts";
import { webhookOperations } from "./webhook-operations.ts";

/** A request for every route. */
export const operations: Operations = {
  ...peopleOperations,
  ...publicOperations,
  ...businessOperations,
  ...wareOperations,
  ...bookingOperations,
  ...paymentOperations,
  ...ledgerOperations,
  ...webhookOperations,
};
