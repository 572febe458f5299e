import { sql } from "kysely";
import { setTimeout as sleep } from "node:timers/promises";
import type { Idempotency } from "../base/idempotency.ts";
import { newId, newReference } from "../base/id.ts";
import type { Metrics } from "../base/metrics.ts";
import type { Asker } from "../base/waiting-questions.ts";
import { idempotencyInProgress, invalidAt, Problem } from "../base/problem.ts";
import { epochMs } from "../base/time.ts";
import { isLostConnection } from "../db/connection-error.ts";
import type { Db } from "../db/connection.ts";
import type { Context } from "../db/context.ts";
import { inTransaction } from "../db/in-transaction.ts";
import type { Exempt, PlannedItem, Rule, Verdict } from "../availability/planned-item.ts";
import { deskMayOverride, noteOverride, overriddenRules } from "./desk-override.ts";
import { EngineRefusal, findTaken, isAnswered, isRetryable, isStale } from "./engine-errors.ts";
import type { OrderItem } from "./item-rule.ts";
import { assertBookable, judgeItems, takenRefusal } from "./judge-items.ts";
import { placeBatch, type BatchPlan, type Outcome } from "./place-batch.ts";
import type { PlacePlan } from "./placing-queue.ts";
import type { Rivals } from "./rivals.ts";
import type { PlaceLimits } from "./place-limits.ts";
import { planOrder, type NewIds, type OrderParty, type OrderPlan } from "./order-plan.ts";
import type { OrderView } from "./order-view.ts";
import type { JudgedOrder, JudgeOrder } from "./judge-orders.ts";
import { assertSameRequest, type StoredAnswer } from "./order-replay.ts";

export interface OrderRequest {
  items: readonly OrderItem[];
  party: OrderParty;
  idempotency: Idempotency;
  /** Null when hoarding is impossible: at a business's desk. */
  limits: PlaceLimits | null;
  /** "booking": all items must belong to one business. "business": to this one. */
  within?: { oneBusiness?: true; businessId?: string };
  /** At a business's desk: the customer rules it has named to override. */
  override?: readonly Rule[];
  /** Injected to get the same ids again. */
  ids?: NewIds;
}

/** The order; or, when the same request was refused before, that stored answer. */
export type Placed =
  | { replayed: boolean; order: OrderView }
  | { replayed: true; order?: undefined; status: number; body: never };

/** The rules that refused each item and that the desk overrides. */
type Overridden = readonly (Exempt | undefined)[];

/** What placing needs: the database, and what all requests of this process share. */
export interface PlacingParts {
  db: Db;
  judge: JudgeOrder;
  rivals: Pick<Rivals, "pass">;
  place: PlacePlan;
  metrics: Metrics;
}

/** How often a lost race is retried; each time somebody else has won or a hold was swept. */
const ATTEMPTS = 4;

/** How often an order is judged when edits of the catalogue keep coming between judging and placing it. */
const JUDGED_AT_MOST = 3;

/**
 * Claims everything the items ask for in one transaction, or nothing. Two round trips, shared with the orders that
 * arrive at the same time: the facts (with the stored answer of an earlier request; none when they are cached), then
 * place_orders(), which is a transaction by itself. Of the orders that want the same, one is placed at a time and the others wait to be judged
 * again. A hold that has run out is swept and the claim retried, so an expired hold never blocks anybody.
 *
 * @throws Problem invalid-request, not-found, not-available, already-taken, hold-limit, busy,
 *   idempotency-in-progress, idempotency-key-reused
 */
export async function placeOrder(...order: Parameters<typeof judgeAndPlace>): Promise<Placed> {
  for (let judged = 1; ; judged += 1) {
    try {
      return await judgeAndPlace(...order);
    } catch (error) {
      if (judged === JUDGED_AT_MOST || !isStale(error)) throw error;
    }
  }
}

async function judgeAndPlace(
  parts: PlacingParts,
  context: Context,
  request: OrderRequest,
  asker?: Asker,
): Promise<Placed> {
  const now = epochMs(context.now);
  // Cached facts will do the first time: placing finds out what they do not say.
  for (let facts: "cached" | "current" = "cached"; ; facts = "current") {
    const judged = await parts.judge({ ...request, now, facts }, asker);
    if (judged.replay) return replay(judged.replay, request);
    const { verdicts, overridden } = await overrule(parts.db, request, judged.verdicts, now);
    const items = acceptable(verdicts, request, judged.isCached);
    if (!items) continue;
    const decided = await parts.rivals.pass(items);
    // It waited for somebody who wanted the same: judged again, it knows whether they got it.
    if (!decided) continue;
    try {
      return await placeAccepted(parts, context, request, { ...judged, items, overridden }, asker);
    } catch (error) {
      if (!judged.isCached || !isRefusal(error)) throw error;
    } finally {
      decided();
    }
  }
}

/** Returns what can be bought together; undefined when cached facts refuse it: current ones may have another reason. */
function acceptable(
  verdicts: readonly Verdict[],
  request: OrderRequest,
  isCached = false,
): PlannedItem[] | undefined {
  try {
    const items = assertBookable(verdicts, request.override && deskMayOverride);
    assertTogether(items, request);
    return items;
  } catch (error) {
    if (isCached) return undefined;
    throw error;
  }
}

/** The items of an order as accepted, and what they were judged on. */
interface Accepted extends Pick<JudgedOrder, "snapshot" | "isCached"> {
  items: readonly PlannedItem[];
  overridden?: Overridden;
}

function isRefusal(error: unknown): boolean {
  return error instanceof EngineRefusal || isStale(error);
}

async function placeAccepted(
  parts: PlacingParts,
  context: Context,
  request: OrderRequest,
  accepted: Accepted,
  asker?: Asker,
): Promise<Placed> {
  const { db, judge, metrics } = parts;
  const { items, overridden, snapshot: judged } = accepted;
  const { idempotency, limits } = request;
  const now = epochMs(context.now);
  for (let attempt = 1; ; attempt += 1) {
    const plan = planOrder(items, request.party, request.ids ?? randomIds(now), now);
    const made = { plan, judged, context, idempotency, limits, mayWait: attempt > 1 };
    try {
      const order = await runPlan(parts, made, overridden, asker);
      countPlaced(order, items, metrics);
      return { replayed: false, order };
    } catch (error) {
      if (accepted.isCached && isRefusal(error)) throw error;
      const taken = findTaken(error);
      if (taken) metrics.count("doubleBookingAttempts", taken.kind);
      if (attempt < ATTEMPTS && (await mayPass(db, context, plan, error, attempt))) continue;
      if (!taken && !isAnswered(error)) throw error;
      // Somebody has it, perhaps an earlier copy of this request, whose answer is then stored.
      const again = await judge({ ...request, now });
      if (again.replay) return replay(again.replay, request);
      throw takenRefusal(again.verdicts);
    }
  }
}

/** Judges again without the refusing rules that the desk has named; returns the same verdicts when there are none. */
async function overrule(
  db: Db,
  { items, override = [] }: OrderRequest,
  verdicts: readonly Verdict[],
  now: number,
): Promise<{ verdicts: readonly Verdict[]; overridden?: Overridden }> {
  const overridden = overriddenRules(verdicts, override);
  if (overridden.every((rules) => !rules)) return { verdicts };
  return { verdicts: await judgeItems(db, items, now, overridden), overridden };
}

function randomIds(now: number): NewIds {
  return { id: () => newId(now), reference: () => newReference() };
}

/**
 * Tells whether a retry may succeed: an overdue hold was swept, a candidate was only being tried, a deadlock, a lost
 * connection, or a copy of the request under way, which may be an attempt of this one that is being rolled back.
 */
async function mayPass(
  db: Db,
  context: Context,
  plan: OrderPlan,
  error: unknown,
  attempt: number,
): Promise<boolean> {
  const taken = findTaken(error);
  if (taken?.overdue) {
    // Nothing was swept: another worker holds it; wait.
    if ((await sweep(db, context, plan)) === 0) await pause(attempt);
    return true;
  }
  if (taken) return taken.contended && attempt === 1;
  if (!isLostConnection(error) && !isRetryable(error) && !isRunning(error)) return false;
  await pause(attempt);
  return true;
}

function isRunning(error: unknown): boolean {
  return error instanceof Problem && error.type === "idempotency-in-progress";
}

async function pause(attempt: number): Promise<void> {
  await sleep((0.5 + Math.random()) * 5 * 2 ** attempt);
}

function assertTogether(accepted: readonly PlannedItem[], { within }: OrderRequest): void {
  const [first] = accepted;
  const foreign = accepted.findIndex((item) => item.currency !== first!.currency);
  if (foreign >= 0) {
    throw invalidAt(
      `/items/${foreign}`,
      `عملة هذا البند تختلف عن عملة البند الأول (${first!.currency})؛ اطلبه على حدة.`,
      `This item's currency differs from the first item's (${first!.currency}); order it separately.`,
    );
  }
  const home = within?.businessId ?? (within?.oneBusiness ? first!.businessId : undefined);
  const stranger = home ? accepted.findIndex((item) => item.businessId !== home) : -1;
  if (stranger >= 0) {
    throw invalidAt(
      `/items/${stranger}`,
      "هذا البند لمنشأة أخرى؛ استخدم ‎/v1/orders‎ للطلب من عدة منشآت.",
      "This item belongs to another business; use /v1/orders to order from several at once.",
    );
  }
}

/** An order that overrides rules is placed in one transaction with the note about them; any other with others. */
async function runPlan(
  { db, place }: PlacingParts,
  plan: BatchPlan,
  overridden: Overridden | undefined,
  asker: Asker | undefined,
): Promise<OrderView> {
  if (!overridden) return placedOrder(await place(plan, asker));
  return inTransaction(db, plan.context, async (tx) => {
    const order = placedOrder((await placeBatch(tx, [plan]))[0]!);
    await noteOverride(tx, order.bookings[0]!, overridden);
    return order;
  });
}

/** @throws EngineRefusal; Problem idempotency-in-progress */
function placedOrder(result: Outcome): OrderView {
  if (result.outcome === "placed") return result.order;
  if (result.outcome === "refused") throw new EngineRefusal(result.state, result.detail);
  if (result.outcome === "again") {
    throw new EngineRefusal("HF001", { kind: "claim", contended: true, overdue: false });
  }
  if (result.outcome === "running") throw idempotencyInProgress();
  throw new EngineRefusal("HF009", {});
}

/** Expires overdue holds in the way. Returns how many. */
async function sweep(db: Db, context: Context, plan: OrderPlan): Promise<number> {
  const wanted = JSON.stringify(plan.wanted);
  const { rows } = await sql<{ swept: number }>`
    select sweep_expired(${JSON.stringify(context)}::jsonb, ${wanted}::jsonb) as swept`.execute(db);
  return rows[0]!.swept;
}

function countPlaced(order: OrderView, accepted: readonly PlannedItem[], metrics: Metrics): void {
  for (const item of accepted) metrics.count("claimsPlaced", item.kind);
  if (order.status === "reserved") metrics.count("holds", "placed", order.bookings.length);
}

function replay(stored: StoredAnswer, { idempotency }: OrderRequest): Placed {
  assertSameRequest(stored, idempotency);
  const { status, body } = stored;
  return status === 201
    ? { replayed: true, order: body }
    : { replayed: true, status, body: body as never };
}
