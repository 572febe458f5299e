import type { Operation } from "../serve.ts";
import { idempotent } from "./idempotent.ts";
import { intentRoutes } from "./intent-routes.ts";
import { refundRoutes } from "./refund-routes.ts";
import { sessionRoutes } from "./session-routes.ts";

/** Served under /stripe and also beside Moyasar's routes: Stripe's own library can be given a host, but no path. */
export const stripeRoutes: Operation[] = [...intentRoutes, ...refundRoutes, ...sessionRoutes]
  .map(idempotent)
  .flatMap((operation) => [operation, { ...operation, path: `/stripe${operation.path}` }]);
