import type { Static } from "typebox";
import type { Actor } from "../../base/actor.ts";
import type { Idempotency } from "../../base/idempotency.ts";
import type { Asker } from "../../base/waiting-questions.ts";
import { Problem } from "../../base/problem.ts";
import type { Locale } from "../../base/text.ts";
import type { Db, Tx } from "../../db/connection.ts";
import type { Context } from "../../db/context.ts";
import { inTransaction } from "../../db/in-transaction.ts";
import type { orderBody } from "../booking-shapes.ts";
import { whoOrders } from "../order-party.ts";
import type { PlaceLimits } from "../place-limits.ts";
import { placeOrder, type Placed, type PlacingParts } from "../place-order.ts";
import { customerPhone } from "./customer-phone.ts";

/** The input of a route that places an order. */
export interface PlacingInput {
  actor: Actor;
  body: Static<typeof orderBody>;
  locale: Locale;
  ip: string;
  asker: Asker;
  db: Db;
  context: Context;
  idempotency?: Idempotency;
  once: (tx: Tx, run: () => Promise<never>) => Promise<unknown>;
}

/** Which business all items must belong to: any single one, or this one, whose desk takes the booking. */
export interface Within {
  oneBusiness?: true;
  businessId?: string;
}

/**
 * Places the requested order for the caller; a refusal by a rule is stored under the key, as for every command,
 * because it would be the same again.
 *
 * @throws Problem what `whoOrders` and `placeOrder` throw
 */
export async function place(
  input: PlacingInput,
  within: Within,
  parts: { limits: PlaceLimits; placing: PlacingParts },
): Promise<Placed> {
  const { actor, body, locale, ip, db, context } = input;
  const customer = body.customer && {
    ...body.customer,
    phone:
      body.customer.phone && (await customerPhone(db, context, body.customer.phone, body.items)),
  };
  const { businessId, ...ordering } = whoOrders(
    { actor, customer, locale, ip, deskOf: within.businessId, override: body.override },
    parts.limits,
  );
  const request = {
    items: body.items,
    ...ordering,
    idempotency: input.idempotency!,
    within: { ...within, businessId },
    // A desk is told which rules it may override.
    override: businessId === undefined ? undefined : (body.override ?? []),
  };
  try {
    return await placeOrder(parts.placing, context, request, input.asker);
  } catch (error) {
    if (!(error instanceof Problem) || error.status === 409 || error.status >= 429) throw error;
    return (await inTransaction(db, context, (tx) =>
      input.once(tx, () => Promise.reject(error)),
    )) as Placed;
  }
}
