import { noMetrics } from "../base/metrics.ts";
import { Problem } from "../base/problem.ts";
import { instantText } from "../base/time.ts";
import type { BookingView } from "../booking/booking-view.ts";
import { placeOrder } from "../booking/place-order.ts";
import { placeAlone } from "../booking/placing-queue.ts";
import type { Tx } from "../db/connection.ts";
import type { Context } from "../db/context.ts";
import { setScene } from "./set-scene.ts";
import { idsOf, partyOf, type Story } from "./story.ts";

/** Refusals that other bookings or the calendar explain; any other is a mistake in the demo. */
const refusals = ["already-taken", "not-available"];

/**
 * Places a story's order at its own moment.
 *
 * @param latest epoch milliseconds: no id carries a later time
 * @returns its bookings; none when part of it is taken, or a rule refuses
 */
export async function placeStory(tx: Tx, story: Story, latest: number): Promise<BookingView[]> {
  const context = contextOf(story);
  await setScene(tx, context);
  const request = {
    items: story.items,
    party: partyOf(story),
    idempotency: { scope: "demo", key: story.seed, fingerprint: "" },
    limits: null,
    ids: idsOf(story, latest),
  };
  try {
    const { order } = await placeOrder(placeAlone(tx, noMetrics), context, request);
    return order?.bookings ?? [];
  } catch (error) {
    if (error instanceof Problem && refusals.includes(error.type)) return [];
    throw error;
  }
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
