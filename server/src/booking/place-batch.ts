import { sql } from "kysely";
import type { Idempotency } from "../base/idempotency.ts";
import type { Db, Tx } from "../db/connection.ts";
import type { Context } from "../db/context.ts";
import { rowArray, type Row } from "../db/row-array.ts";
import { BATCH_LINES } from "./batch-lines.ts";
import type { OrderPlan } from "./order-plan.ts";
import type { OrderView } from "./order-view.ts";
import type { PlaceLimits } from "./place-limits.ts";

/** A planned order with everything that place_orders() must know of its request. */
export interface BatchPlan {
  context: Context;
  plan: OrderPlan;
  idempotency: Idempotency;
  limits: PlaceLimits | null;
  /** The snapshot it was judged on, in PostgreSQL's notation. */
  judged: string;
  /** Waits for locked units, also for candidates of "any of these", instead of being answered `again`. */
  mayWait: boolean;
}

/** What became of one order of a batch. A refusal carries the SQLSTATE and detail of the engine's error. */
export type Outcome =
  | { outcome: "placed"; order: OrderView }
  /** A copy of the request is being placed, its key has a stored answer, or another transaction has a unit locked. */
  | { outcome: "running" | "answered" | "again" }
  | { outcome: "refused"; state: string; detail: Record<string, unknown> };

type Told = Exclude<Outcome, { outcome: "placed" }> | { outcome: "placed"; units?: object[] };

/**
 * Places many orders in one statement, which is a transaction by itself unless `db` is one. Each is decided on its own,
 * in the given order.
 *
 * @returns the outcomes in the same order
 * @throws the database's error when the whole batch failed; nothing of it is written
 */
export async function placeBatch(db: Db | Tx, plans: readonly BatchPlan[]): Promise<Outcome[]> {
  const latest = plans.reduce((a, b) => (a.context.now > b.context.now ? a : b));
  const batch = {
    // An order placed alone may be part of a transaction, whose context stays.
    context:
      plans.length === 1 ? latest.context : { scope: "public", actor: "", now: latest.context.now },
    owners: Object.fromEntries(
      plans.flatMap(({ plan }, index) => plan.bookings.map(({ id }) => [id, index + 1])),
    ),
  };
  const given = [
    JSON.stringify(batch),
    lines("order_line", plans.map(orderLine)),
    lines(
      "booking_line",
      plans.flatMap(({ plan }) => plan.bookings),
    ),
    lines(
      "item_line",
      plans.flatMap(({ plan }) => plan.items),
    ),
    lines(
      "wanted_claim",
      plans.flatMap(({ plan }) => plan.wanted.claims),
    ),
    lines(
      "wanted_pick",
      plans.flatMap(({ plan }) => plan.wanted.picks.map(pickLine)),
    ),
    lines(
      "wanted_bucket",
      plans.flatMap(({ plan }) => plan.wanted.buckets),
    ),
    plans.map(({ plan }) => JSON.stringify(plan.answer)),
  ];
  const { rows } = await sql<{ told: Told[] }>`
    select place_orders(${sql.join(given)}) as told`.execute(db);
  return rows[0]!.told.map((told, index) =>
    told.outcome === "placed"
      ? { outcome: "placed", order: withUnits(plans[index]!.plan, told.units) }
      : told,
  );
}

function lines(type: keyof typeof BATCH_LINES, rows: readonly Row[]): string {
  return rowArray(BATCH_LINES[type], rows);
}

function pickLine(pick: Row): Row {
  return { ...pick, unit_ids: `{${(pick["unit_ids"] as string[]).join(",")}}` };
}

/** Returns an order as a row of order_line. */
function orderLine(
  { context, plan, idempotency, limits, judged, mayWait }: BatchPlan,
  index: number,
) {
  const { order, items, catalogues } = plan;
  return {
    ...order,
    n: index + 1,
    placed_by: context.actor,
    placed_from: context.ip,
    request_id: context.requestId,
    at: context.now,
    ...idempotency,
    customer_limit: limits?.customer,
    address_limit: limits?.address,
    places: items.reduce((sum, item) => sum + Number(item["quantity"]), 0),
    may_wait: mayWait,
    judged,
    catalogues,
    unit_places: unitPlaces(plan),
  };
}

/** Returns the answer with what it shows of its units, as the database stores it: see with_units(). */
function withUnits(plan: OrderPlan, units: readonly object[] = []): OrderView {
  const { answer } = plan;
  if (units.length === 0) return answer;
  const picked = pickedItems(plan);
  const left = units.values();
  const bookings = answer.bookings.map((booking) => ({
    ...booking,
    items: booking.items.map((item) =>
      picked.has(item.id) ? { ...item, ...left.next().value } : item,
    ),
  }));
  return { ...answer, bookings };
}

/** The ids of the items of "any of these". */
function pickedItems({ wanted }: OrderPlan): ReadonlySet<unknown> {
  return new Set(wanted.picks.map((pick) => pick["item_id"]));
}

/** Returns where in the answer the database writes the units that it picks, with their names. */
function unitPlaces(plan: OrderPlan) {
  const picked = pickedItems(plan);
  return plan.answer.bookings.flatMap(({ items }, b) =>
    items.flatMap((item, i) =>
      picked.has(item.id)
        ? [
            {
              itemId: item.id,
              kind: item.kind,
              path: ["bookings", `${b}`, "items", `${i}`],
            },
          ]
        : [],
    ),
  );
}
