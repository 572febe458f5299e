import { setTimeout as sleep } from "node:timers/promises";
import type { ApiCaller } from "./api-caller.ts";
import { describeAnswer, outcomeOf, reasonsOf } from "./booking-outcome.ts";
import type { RecordedEvent } from "./event-stream.ts";
import { Latencies } from "./latencies.ts";
import type { NightModel, Stay } from "./night-model.ts";
import type { RecordedBooking } from "./recorded-bookings.ts";
import { nightsOf, stayRequest } from "./stay-request.ts";

/** Where a hotel's bookings are sent, and with which keys. */
export interface Hotel {
  businessId: string;
  /** Room type ids by letter. */
  roomTypes: ReadonlyMap<string, string>;
  /** Several, because each has a limit of requests per minute. */
  tokens: readonly string[];
}

/** Counts of the outcomes of the recorded bookings. */
type Fate = { bookingId: string; stay: Stay } | "refused" | "unknown";

export class Tally {
  readonly bookings = new Latencies();
  readonly cancellations = new Latencies();
  accepted = 0;
  /** 409: the rules allow it, but the room is taken. */
  conflicts = 0;
  /** 422, counted by the rules that refused. */
  readonly refused = new Map<string, number>();
  cancelled = 0;
  /** Cancellations of bookings that were refused here, so there was nothing to cancel. */
  spared = 0;
  /** Answers no replay should get, with their counts. */
  readonly unexpected = new Map<string, number>();
}

export interface Drive {
  caller: ApiCaller;
  hotels: ReadonlyMap<string, Hotel>;
  model: NightModel;
  clients: number;
  /** Recorded days per second; 0 is as fast as the server answers. */
  daysPerSecond: number;
  /** Makes this run's Idempotency-Keys unique. */
  runId: string;
}

/**
 * Sends the events in order with `clients` concurrent clients: each takes the next event when it is free, so
 * concurrent requests are close together in the record. A cancellation waits for its booking's answer.
 */
export async function driveEvents(
  events: readonly RecordedEvent[],
  drive: Drive,
  tell: (done: number, tally: Tally) => void,
): Promise<Tally> {
  const tally = new Tally();
  const fates = new Map<RecordedBooking, Promise<Fate>>();
  const startedAt = performance.now();
  const due = (day: number) =>
    drive.daysPerSecond > 0 ? startedAt + (day / drive.daysPerSecond) * 1000 : 0;
  let next = 0;
  const work = async (client: number): Promise<void> => {
    for (let event = events[next++]; event; event = events[next++]) {
      const wait = due(event.day) - performance.now();
      const pause = wait > 0 ? sleep(wait) : Promise.resolve();
      const { of, kind } = event;
      // Registered at once, so that another client that takes up its cancellation finds it.
      if (kind === "booking")
        fates.set(
          of,
          pause.then(() => book(of, drive, tally, client)),
        );
      await pause;
      const fate = await fates.get(of);
      if (kind === "cancellation") await cancel(of, fate, drive, tally, client);
      tell(next, tally);
    }
  };
  await Promise.all(Array.from({ length: drive.clients }, (_, client) => work(client)));
  return tally;
}

async function book(
  booking: RecordedBooking,
  drive: Drive,
  tally: Tally,
  client: number,
): Promise<Fate> {
  const hotel = drive.hotels.get(booking.hotel);
  const poolId = hotel?.roomTypes.get(booking.roomType);
  if (!hotel || !poolId) throw new Error(`no room type was made for line ${booking.line}`);
  const stay = { poolId, nights: nightsOf(booking) };
  const attempt = drive.model.sending(stay);
  const answer = await drive.caller.post("/v1/bookings", {
    token: tokenOf(hotel, client),
    idempotencyKey: `${drive.runId}-${booking.line}`,
    body: stayRequest(booking, poolId),
  });
  tally.bookings.add(answer.ms);
  const outcome = outcomeOf(answer);
  if (outcome === "accepted") {
    tally.accepted += 1;
    drive.model.accepted(attempt);
    return { bookingId: String(answer.body.id), stay };
  }
  if (outcome === "full") {
    tally.conflicts += 1;
    drive.model.full(attempt);
    return "refused";
  }
  if (outcome === "refused") {
    for (const reason of reasonsOf(answer)) count(tally.refused, reason);
    drive.model.refused(attempt);
    return "refused";
  }
  count(tally.unexpected, `booking: ${describeAnswer(answer)}`);
  return "unknown";
}

async function cancel(
  booking: RecordedBooking,
  fate: Fate | undefined,
  drive: Drive,
  tally: Tally,
  client: number,
): Promise<void> {
  const hotel = drive.hotels.get(booking.hotel);
  if (!hotel || typeof fate !== "object") {
    tally.spared += 1;
    return;
  }
  drive.model.cancelling(fate.stay);
  const answer = await drive.caller.post(`/v1/bookings/${fate.bookingId}/cancellation`, {
    token: tokenOf(hotel, client),
    idempotencyKey: `${drive.runId}-${booking.line}-cancel`,
    body: { reason: "cancelled in the record" },
  });
  tally.cancellations.add(answer.ms);
  if (answer.status === 200) {
    tally.cancelled += 1;
    drive.model.cancelled(fate.stay);
  } else {
    count(tally.unexpected, `cancellation: ${describeAnswer(answer)}`);
  }
}

function tokenOf({ tokens }: Hotel, client: number): string {
  return tokens[client % tokens.length] ?? "";
}

function count(counts: Map<string, number>, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1);
}
