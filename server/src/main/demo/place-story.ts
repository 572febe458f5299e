import { sql } from "kysely";
import { instantText } from "../../base/time.ts";
import type { BookingView } from "../../booking/booking-view.ts";
import { assertBookable, judgeItems } from "../../booking/judge-items.ts";
import { planOrder } from "../../booking/order-plan.ts";
import type { Tx } from "../../db/connection.ts";
import type { Context } from "../../db/context.ts";
import { setScene } from "./set-scene.ts";
import { idsOf, partyOf, type Story } from "./story.ts";

/** Verdicts that other bookings or the calendar explain; any other is a mistake in the demo. */
const refusals = ["taken", "not-available"];

/**
 * Places a story's order at its own moment. The same judges, plan and engine function as every order's, only
 * with ids that are the same every time.
 *
 * @param latest epoch milliseconds: ids never tell a time after it
 * @returns its bookings; none when somebody has any of it, or a rule refuses
 */
export async function placeStory(tx: Tx, story: Story, latest: number): Promise<BookingView[]> {
  const context = contextOf(story);
  await setScene(tx, context);
  const verdicts = await judgeItems(tx, story.items, story.madeAt);
  if (verdicts.some(({ verdict }) => refusals.includes(verdict))) return [];
  const accepted = assertBookable(verdicts);
  const plan = planOrder(accepted, partyOf(story), idsOf(story, latest), story.madeAt);
  const input = { ...plan, wait: false, idempotency: null, limits: {}, answerPicks: [] };
  await sql`
    select place_order(${JSON.stringify(context)}::jsonb, ${JSON.stringify(input)}::jsonb)
  `.execute(tx);
  return plan.answer.bookings;
}

function contextOf({ by, madeAt }: Story): Context {
  const now = instantText(madeAt);
  if ("desk" in by) {
    const { businessId, ownerId } = by.desk;
    return { scope: "member", businessId, userId: ownerId, actor: `user:${ownerId}`, now };
  }
  const { id } = by.customer;
  return { scope: "customer", userId: id, actor: `user:${id}`, now };
}
