import { instantText } from "../base/time.ts";
import type { BookingView } from "../booking/booking-view.ts";
import type { Tx } from "../db/connection.ts";
import { placeStory } from "./place-story.ts";
import { setScene } from "./set-scene.ts";
import type { Story } from "./story.ts";
import { whatFollows, type Step } from "./what-follows.ts";

type Due = Step & { booking: BookingView };

/**
 * Plays stories in order of time, each order and each step at its own moment, as the database would have seen them.
 * Steps after the end are skipped.
 *
 * @param end epoch milliseconds
 * @param ownerOf the person who acts for a business, by its id
 * @returns how many bookings were made
 */
export async function playStories(
  tx: Tx,
  stories: readonly Story[],
  end: number,
  ownerOf: (businessId: string) => string,
): Promise<number> {
  let made = 0;
  let coming: Due[] = [];
  const passTo = async (moment: number) => {
    const due = coming.filter((step) => step.at <= moment);
    coming = coming.filter((step) => step.at > moment);
    for (const step of due.toSorted((a, b) => a.at - b.at)) await takeStep(tx, step, ownerOf);
  };
  for (const story of stories.toSorted((a, b) => a.madeAt - b.madeAt)) {
    await passTo(Math.min(story.madeAt, end));
    const bookings = await placeStory(tx, story, end);
    made += bookings.length;
    for (const booking of bookings) {
      coming.push(...whatFollows(booking, story).map((step) => ({ ...step, booking })));
    }
  }
  await passTo(end);
  return made;
}

async function takeStep(
  tx: Tx,
  { at, by, booking, take }: Due,
  ownerOf: (businessId: string) => string,
): Promise<void> {
  const people = {
    customer: `user:${booking.customer.id ?? ownerOf(booking.businessId)}`,
    business: `user:${ownerOf(booking.businessId)}`,
    system: "system:expire-holds",
  };
  await setScene(tx, { scope: "platform", actor: people[by], now: instantText(at) });
  await take(tx);
}
