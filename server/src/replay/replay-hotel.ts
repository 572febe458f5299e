import { Problem } from "../base/problem.ts";
import { dateIn, instantText, systemClock } from "../base/time.ts";
import type { Db, Tx } from "../db/connection.ts";
import type { Context } from "../db/context.ts";
import { inRead, inTransaction } from "../db/in-transaction.ts";
import { sqlState } from "../db/sql-error.ts";
import { UsageError } from "../base/usage-error.ts";
import { ApiCaller } from "./api-caller.ts";
import { driveEvents, type Tally } from "./drive-events.ts";
import { eventStream, shiftIntoFuture } from "./event-stream.ts";
import { NightModel } from "./night-model.ts";
import { bookingsByStatus, nightsInDatabase, uncountedClaims } from "./nights-in-database.ts";
import { prepareHotels, revokeKeys } from "./prepare-hotels.ts";
import { readRecording } from "./recorded-bookings.ts";
import { replayChecks, type Check, type Found } from "./replay-checks.ts";
import { progressLine, recordingLines, tallyLines } from "./replay-report.ts";

export interface ReplayOptions {
  path: string;
  url: string;
  clients: number;
  roomsPerType: number;
  /** Recorded days per second; 0 is as fast as the server answers. */
  speed: number;
}

const LOOK_EVERY_MS = 2_000;
const TELL_EVERY_MS = 1_000;
/** Each key has a limit of requests per minute: several share the load, as several desks would. */
const KEYS_MAX = 8;

/**
 * Replays the record through the API of a running server and checks the outcome in its database.
 *
 * @param db the database the server works on
 * @throws UsageError when fewer rooms are requested than an earlier replay has sold, or no server of this database
 *   answers
 * @throws Error when the file does not exist
 */
export async function replayHotel(
  db: Db,
  options: ReplayOptions,
  tell: (line: string) => void,
): Promise<{ tally: Tally; checks: Check[] }> {
  const recording = await readRecording(options.path);
  const today = dateIn(systemClock.now(), "UTC");
  const { bookings, weeks } = shiftIntoFuture(recording.bookings, today);
  for (const line of recordingLines(recording, weeks)) tell(line);
  const { roomsPerType, clients } = options;
  const keys = Math.min(clients, KEYS_MAX);
  const hotels = await inTransaction(db, platform(), (tx) =>
    prepareHotels(tx, bookings, { roomsPerType, keys }),
  ).catch(tooFewRooms);
  const businessIds = Array.from(hotels.values(), (hotel) => hotel.businessId);
  const look = <T>(read: (tx: Tx, ids: string[]) => Promise<T>) =>
    inRead(db, platform(), (tx) => read(tx, businessIds));
  const model = new NightModel(roomsPerType);
  const taken = (await look(nightsInDatabase)).filter((one) => one.taken > 0);
  for (const one of taken) model.takenBefore(one.poolId, one.night, one.taken);
  if (taken.length > 0) tell(`an earlier replay has rooms on ${taken.length} nights`);
  const before = await look(bookingsByStatus);
  const caller = new ApiCaller(options.url, clients);
  const watch = watchNights(() => look(nightsInDatabase));
  const startedAt = performance.now();
  try {
    const events = eventStream(bookings);
    const drive = { caller, hotels, model, clients, daysPerSecond: options.speed };
    const tally = await driveEvents(
      events,
      { ...drive, runId: crypto.randomUUID() },
      sometimes((done, so) =>
        tell(progressLine(done, events.length, events[done - 1]?.day ?? 0, so)),
      ),
    );
    const seconds = (performance.now() - startedAt) / 1000;
    for (const line of tallyLines(tally, seconds, caller.repeated)) tell(line);
    const found: Found = {
      ...(await watch.end()),
      before,
      nights: await look(nightsInDatabase),
      uncounted: await look(uncountedClaims),
      after: await look(bookingsByStatus),
    };
    return { tally, checks: replayChecks(model, tally, found) };
  } finally {
    caller.close();
    await watch.end();
    await inTransaction(db, platform(), (tx) => revokeKeys(tx, hotels.values()));
  }
}

function tooFewRooms(error: unknown): never {
  const isSold = error instanceof Problem && error.type === "conflict";
  if (!isSold && sqlState(error) !== "23514") throw error;
  throw new UsageError("--rooms-per-type: an earlier replay has sold more rooms than that");
}

function platform(): Context {
  const now = instantText(systemClock.now());
  return { scope: "platform", actor: "system:replay", now };
}

/** Looks in the database every two seconds, until told to stop, for a night that is over capacity. */
function watchNights(look: () => ReturnType<typeof nightsInDatabase>) {
  let [looks, overWhileRunning] = [0, 0];
  let current: Promise<void> = Promise.resolve();
  let isLooking = false;
  const lookOnce = async () => {
    isLooking = true;
    try {
      const nights = await look();
      looks += 1;
      overWhileRunning += nights.filter((one) => one.taken > one.rooms).length;
    } catch {
      // A short database outage is the server's to survive; the last look decides.
    } finally {
      isLooking = false;
    }
  };
  const timer = setInterval(() => {
    if (!isLooking) current = lookOnce();
  }, LOOK_EVERY_MS);
  return {
    async end() {
      clearInterval(timer);
      await current;
      return { looks, overWhileRunning };
    },
  };
}

function sometimes<Args extends unknown[]>(tell: (...args: Args) => void) {
  let last = performance.now();
  return (...args: Args) => {
    if (performance.now() - last < TELL_EVERY_MS) return;
    last = performance.now();
    tell(...args);
  };
}
