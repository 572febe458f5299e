import { roleIn, roles, type Actor } from "../base/actor.ts";
import { forbidden } from "../base/problem.ts";
import type { Tx } from "../db/connection.ts";
import { inRead, inTransaction } from "../db/in-transaction.ts";
import type { AppParts } from "../http/app-parts.ts";
import { defineRoute, type Route } from "../http/route.ts";
import * as shape from "../http/shapes.ts";
import { noteAction } from "../audit/note-action.ts";
import { isOfPlatform, seeing } from "../ledger/seeing.ts";
import { withReach, type MoneyParts } from "../payment/money-parts.ts";
import {
  getPayment,
  lockPayment,
  type PaymentRow,
  sharesOf,
  viewPayment,
  type PaymentView,
} from "../payment/payments.ts";
import { isOneself, onesOwn } from "../booking/caller-side.ts";
import { moveHeld } from "../payment/move-held.ts";
import * as shapes from "../payment/payment-shapes.ts";
import { refundPayment } from "../refund/refund-payment.ts";
import { getRefund, listRefunds } from "../refund/refunds.ts";

/** Routes for manual refunds, and for capturing or voiding authorised payments: managers, and the platform. */
export function refundRoutes(app: AppParts & MoneyParts): Route[] {
  return [refundRoute(app), refundListRoute(), ...heldRoutes(app)];
}

const writes = { who: "customerOrMember", keyScope: "bookings:write" } as const;

/** Tells whether the caller may refund: managers of the business, but not their own payments; and the platform. */
function mayRefund(actor: Actor, businessId: string, payment: PaymentRow): boolean {
  if (isOfPlatform(actor)) return true;
  return isManager(actor, businessId) && !isOneself(actor, payment.customer_id);
}

function isManager(actor: Actor, businessId: string): boolean {
  const role = roleIn(actor, businessId);
  return role !== undefined && roles.indexOf(role) >= roles.indexOf("manager");
}

function refundRoute({ clock }: AppParts): Route {
  return defineRoute({
    method: "POST",
    url: "/v1/payments/:id/refunds",
    summary: "Refund a payment: all that is left of a booking's part, or some of it",
    description:
      "For managers of the booking's business and for the platform. The refund is reserved at once and sent in the background; `GET /v1/payments/{id}/refunds` says when it has succeeded.",
    tag: "payments",
    access: writes,
    idempotency: "required",
    mode: "alone",
    params: shape.idParams,
    body: shapes.refundBody,
    reply: { 201: shapes.refund },
    problems: ["not-found", "forbidden", "invalid-transition", "conflict"],
    run: async ({ db, once, context, actor, params, body }) => {
      await inRead(db, seeing(actor, context), (tx) => assertMayRefund(tx, actor, params.id));
      return inTransaction(db, withReach(context), (tx) =>
        once(tx, async () => {
          const payment = await lockPayment(tx, params.id);
          const kind = isOfPlatform(actor) ? ("platform" as const) : ("business" as const);
          const by = {
            label: actor.label,
            kind,
            mayRefund: (businessId: string) => mayRefund(actor, businessId, payment),
          };
          const refund = { ...body, destination: body.destination ?? "source", by } as const;
          const id = await refundPayment(tx, payment, refund, clock.now());
          return { body: await getRefund(tx, id) };
        }),
      );
    },
  });
}

/**
 * Refuses callers. @throws Problem not-found for those who cannot see it, forbidden for others without the right and
 * for the payer
 */
async function assertMayRefund(
  tx: Parameters<typeof getPayment>[0],
  actor: Actor,
  paymentId: string,
): Promise<void> {
  const payment = await getPayment(tx, paymentId);
  const shares = await sharesOf(tx, paymentId);
  if (shares.some((share) => mayRefund(actor, share.business_id, payment))) return;
  if (isOfPlatform(actor)) return;
  throw shares.some((share) => isManager(actor, share.business_id)) ? onesOwn() : forbidden();
}

function refundListRoute(): Route {
  return defineRoute({
    method: "GET",
    url: "/v1/payments/:id/refunds",
    summary: "List the refunds of a payment, oldest first, including those on their way",
    description: `${shapes.whoSees} A business sees only the refunds of its own bookings.`,
    tag: "payments",
    access: { who: "customerOrMember", keyScope: "bookings:read" },
    mode: "alone",
    params: shape.idParams,
    query: shape.object(shape.pageQuery),
    reply: { 200: shape.page(shapes.refund) },
    run: ({ db, context, actor, params, query }) =>
      inRead(db, seeing(actor, context), async (tx) => {
        await getPayment(tx, params.id);
        return { body: await listRefunds(tx, params.id, query) };
      }),
  });
}

function heldRoutes(money: MoneyParts): Route[] {
  const held = (what: "capture" | "void", summary: string) =>
    defineRoute({
      method: "POST",
      url: `/v1/payments/:id/${what}`,
      summary,
      tag: "payments",
      access: writes,
      mode: "alone",
      params: shape.idParams,
      body: shape.object({}),
      reply: { 200: shapes.payment },
      problems: ["not-found", "forbidden", "invalid-transition", "conflict", "unavailable"],
      run: async ({ db, once, earlier, context, actor, params }) => {
        const payment = await inRead(db, seeing(actor, context), async (tx) => {
          await assertMayRefund(tx, actor, params.id);
          return getPayment(tx, params.id);
        });
        const within = withReach(context);
        const before = await inTransaction(db, within, async (tx) => {
          const answered = await earlier<PaymentView>(tx);
          if (!answered && payment.status === "authorized") await noteAsked(tx, payment.id, what);
          return answered;
        });
        if (before) return before;
        await moveHeld(money, payment, what);
        return inTransaction(db, within, (tx) =>
          once(tx, async () => ({ body: await viewPayment(tx, await getPayment(tx, params.id)) })),
        );
      },
    });
  return [
    held("capture", "Capture an authorized payment"),
    held("void", "Void an authorized payment; a booking that depends on it is cancelled"),
  ];
}

/** Records the request before the gateway is asked, whatever the outcome, which the payment's events record. */
async function noteAsked(tx: Tx, paymentId: string, what: "capture" | "void"): Promise<void> {
  const [share] = await sharesOf(tx, paymentId);
  await noteAction(tx, {
    ...(share && { businessId: share.business_id }),
    action: what === "capture" ? "payment.captureAsked" : "payment.voidAsked",
    subjectKind: "payment",
    subjectId: paymentId,
  });
}
