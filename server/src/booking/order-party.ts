import { roleIn, type Actor } from "../base/actor.ts";
import type { Rule } from "../availability/planned-item.ts";
import { text } from "../base/text.ts";
import { forbidden, invalidAt } from "../base/problem.ts";
import type { Locale } from "../base/text.ts";
import type { OrderParty } from "./order-plan.ts";
import type { PlaceLimits } from "./place-limits.ts";

export interface Ordering {
  party: OrderParty;
  limits: PlaceLimits | null;
  /** Set when the order is taken at this business's desk: all items must be its own. */
  businessId?: string;
}

/**
 * Decides who an order is for and under which limits: people for themselves, or a business's members or key for a named
 * customer at the desk.
 *
 * @param deskOf the business whose desk takes the order; only its staff and its keys may
 * @throws Problem invalid-request when a desk names nobody, forbidden when a stranger names a desk or a customer a rule
 * to override
 */
export function whoOrders(
  from: {
    actor: Actor;
    customer?: { name: string; phone?: string };
    locale: Locale;
    ip: string;
    deskOf?: string;
    override?: readonly Rule[];
  },
  limits: PlaceLimits,
): Ordering {
  const { actor, customer, locale, ip, override } = from;
  const businessId = actor.kind === "key" ? actor.businessId : from.deskOf;
  if (businessId === undefined) {
    if (actor.kind !== "user") throw forbidden();
    if (override) throw overriddenByCustomer();
    const party: OrderParty = {
      customerId: actor.userId,
      name: customer?.name ?? "",
      phone: customer?.phone ?? null,
      clientIp: ip,
      source: "web",
      locale,
    };
    return { party, limits };
  }
  if (actor.kind !== "key" && !roleIn(actor, businessId)) throw forbidden();
  if (!customer) {
    throw invalidAt("/customer", "أرسل اسم العميل الذي يُحجز له.", "Send the name of the customer.");
  }
  const party: OrderParty = {
    customerId: null,
    name: customer.name,
    phone: customer.phone ?? null,
    clientIp: null,
    source: actor.kind === "key" ? "api" : "desk",
    locale,
  };
  return { party, limits: null, businessId };
}

function overriddenByCustomer() {
  return forbidden(
    text(
      "تجاوز القواعد للمنشأة وحدها عند الحجز من مكتبها؛ احذف override.",
      "Only the business may override its rules, when it books at its own desk; leave override out.",
    ),
  );
}
