import type { ItemKind } from "../base/item-kinds.ts";
import type { Outcome } from "../booking/booking.ts";
import { epochMs, HOUR_MS, MINUTE_MS } from "../base/time.ts";
import type { BookingView } from "../booking/booking-view.ts";
import { cancelBooking } from "../booking/cancel-booking.ts";
import { checkIn, endBooking } from "../booking/end-booking.ts";
import { moveBooking } from "../booking/move-booking.ts";
import type { Tx } from "../db/connection.ts";
import { confirmAtDesk, type SaidPaid } from "../checkout/confirm-at-desk.ts";
import { requestEndedRefunds } from "../checkout/refund-ended.ts";
import { openChance, type Chance } from "./chance.ts";
import type { Story } from "./story.ts";
import { handBack } from "./hand-back.ts";
import { writePaid } from "./write-paid.ts";

/** A later event of a booking. */
export interface Step {
  /** Epoch milliseconds. */
  at: number;
  by: "customer" | "business" | "system";
  take: (tx: Tx) => Promise<void>;
}

/** Where a ticket is checked or a key handed out. */
const checksIn: Record<ItemKind, boolean> = {
  appointment: false,
  rental: false,
  seat: true,
  stay: true,
};
/** How long after the end a customer collects a refund. */
const HAND_BACK_MS = 3 * HOUR_MS;
const reasons = ["تغيّر الموعد", "ظرف طارئ", "Change of plans", "حجز مكرر بالخطأ"];

/** Returns everything that happens to a placed booking, in order of time. */
export function whatFollows(booking: BookingView, story: Story): Step[] {
  const { madeAt, dice, waits } = story;
  if (waits) return [];
  if (booking.status === "confirmed") return afterwards(booking, story, madeAt);
  if (booking.status === "pending") return answered(booking, story);
  if (!story.pays) {
    const runOut = { bookingId: booking.id, to: "expired", reason: "hold ran out" } as const;
    const at = epochMs(booking.expiresAt!);
    return [{ at, by: "system", take: (tx) => moveBooking(tx, runOut) }];
  }
  // An order is paid at once for all its bookings.
  const paidAt = madeAt + openChance(`${story.seed}/payment`).integer(90, 420) * 1000;
  const paidBy = paymentOf(booking, dice);
  return [
    {
      at: paidAt,
      by: "business",
      take: async (tx) => {
        await confirmAtDesk(tx, booking.id, { paidBy }, paidAt);
        await writePaid(tx, booking, paidAt);
      },
    },
    ...afterwards(booking, story, paidAt),
  ];
}

/** Returns when the business answers: within a day, and before the booking takes place. */
function answered(booking: BookingView, story: Story): Step[] {
  const { madeAt, dice, accepted } = story;
  const latest = Math.min(madeAt + 20 * HOUR_MS, epochMs(booking.start) - HOUR_MS);
  const at = Math.max(madeAt + MINUTE_MS, madeAt + Math.floor((latest - madeAt) * dice.fraction()));
  if (!accepted) {
    const why = { reason: "لا يتوفر طاقم في هذا الموعد" };
    return [{ at, by: "business", take: (tx) => cancelBooking(tx, booking.id, "business", why) }];
  }
  const accept = async (tx: Tx) => {
    await confirmAtDesk(tx, booking.id, {}, at);
  };
  return [{ at, by: "business", take: accept }, ...afterwards(booking, story, at)];
}

function afterwards(booking: BookingView, { fate, dice }: Story, confirmedAt: number): Step[] {
  const starts = epochMs(booking.start);
  const handOver = (endedAt: number): Step => {
    const at = endedAt + HAND_BACK_MS;
    return { at, by: "business", take: (tx) => handBack(tx, booking, at) };
  };
  if (fate === "called-off") {
    const at = confirmedAt + Math.floor((starts - confirmedAt) * (0.1 + 0.8 * dice.fraction()));
    const why = { reason: dice.pick(reasons) };
    const callOff = async (tx: Tx) => {
      await cancelBooking(tx, booking.id, "customer", why);
      await requestEndedRefunds(tx, booking.id, at);
    };
    return [{ at, by: "customer", take: callOff }, handOver(at)];
  }
  const end = (how: Outcome, at: number): Step => ({
    at,
    by: "business",
    take: async (tx) => {
      await endBooking(tx, { ...booking, status: "confirmed" }, how, at);
      await requestEndedRefunds(tx, booking.id, at);
    },
  });
  if (fate === "missed") {
    const at = starts + 20 * MINUTE_MS;
    return [end("no_show", at), handOver(at)];
  }
  const over = end("completed", epochMs(booking.end) + dice.integer(0, 9) * MINUTE_MS);
  if (!booking.items.some(({ kind }) => checksIn[kind])) return [over];
  const arrived = starts + dice.integer(-5, 4) * MINUTE_MS;
  return [{ at: arrived, by: "business", take: (tx) => checkIn(tx, booking, arrived) }, over];
}

function paymentOf({ due, source }: BookingView, dice: Chance): SaidPaid {
  if (due.amount === 0) return { kind: "nothing-due" };
  const kind = source === "desk" ? "card-terminal" : "transfer";
  return { kind, reference: `${dice.integer(100_000, 999_999)}`, amount: due };
}
