import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Tally } from "../../src/replay/drive-events.ts";
import { NightModel } from "../../src/replay/night-model.ts";
import { replayChecks, type Found } from "../../src/replay/replay-checks.ts";
import { replayHotel } from "../../src/replay/replay-hotel.ts";
import { startTestApp, type TestApp } from "../harness/test-app.ts";

let app: TestApp;
let folder: string;
beforeAll(async () => {
  app = await startTestApp();
  folder = await mkdtemp(join(tmpdir(), "holdfast-replay-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const HEADER =
  "hotel,lead_time,arrival_date_year,arrival_date_month,arrival_date_day_of_month,stays_in_weekend_nights," +
  "stays_in_week_nights,adults,children,babies,reserved_room_type,reservation_status,reservation_status_date";

/** Three-night stays, one beginning on each day of three weeks, each three times; every fourth is cancelled. */
const rows = Array.from({ length: 63 }, (_, index) => {
  const day = 1 + (index % 21);
  const [status, on] = index % 4 === 0 ? ["Canceled", "6/20/2016"] : ["Check-Out", "7/30/2016"];
  return `City Hotel,30,2016,July,${day},0,3,2,0,0,${index % 5 === 0 ? "B" : "A"},${status},${on}`;
});
const party = "Resort Hotel,3,2016,July,4,1,1,40,0,0,G,Check-Out,7/30/2016";

async function replay(roomsPerType: number, clients = 8) {
  const path = join(folder, "hotel_bookings.csv");
  await writeFile(path, [HEADER, ...rows, party].join("\n"));
  const lines: string[] = [];
  const options = { path, url: app.origin, clients, roomsPerType, speed: 0 };
  const outcome = await replayHotel(app.db, options, (line) => lines.push(line));
  return { ...outcome, lines };
}

test("a recording replayed through the API sells each night up to its last room and no further", async () => {
  const { tally, checks, lines } = await replay(3);
  expect(checks.filter((one) => one.failures > 0)).toEqual([]);
  expect(tally.accepted + tally.conflicts).toBe(63);
  expect(tally.conflicts).toBeGreaterThan(5);
  expect(Object.fromEntries(tally.refused)).toEqual({ "over-occupancy": 1 });
  expect(tally.cancelled + tally.spared).toBe(16);
  expect(lines[0]).toBe(
    "read 64 rows: 64 bookings, 16 of them cancelled, 0 no-shows (they keep their room, as the hotel kept it for them)",
  );
});

test("a second replay counts the first one's bookings and reuses its hotels", async () => {
  const { checks, lines } = await replay(3);
  expect(checks.filter((one) => one.failures > 0)).toEqual([]);
  expect(lines).toContainEqual(
    expect.stringMatching(/^an earlier replay has rooms on \d+ nights$/),
  );
  const hotels = await app.db
    .selectFrom("businesses")
    .select("name_en")
    .orderBy("name_en")
    .execute();
  expect(hotels).toEqual([{ name_en: "City Hotel" }, { name_en: "Resort Hotel" }]);
  const keys = await app.owner
    .selectFrom("api_keys")
    .select("id")
    .where("revoked_at", "is", null)
    .execute();
  expect(keys).toEqual([]);
});

test("a replay with fewer rooms than are already sold is refused", async () => {
  await expect(replay(1)).rejects.toThrow("an earlier replay has sold more rooms than that");
});

test("a replay against an unreachable server fails at once and names its URL", async () => {
  const path = join(folder, "hotel_bookings.csv");
  const options = { path, url: "http://127.0.0.1:1", clients: 2, roomsPerType: 3, speed: 0 };
  await expect(replayHotel(app.db, options, () => undefined)).rejects.toThrow(
    "No server answers at http://127.0.0.1:1",
  );
});

test("the replay's checks fail for a database that oversold, lost or invented bookings", () => {
  const right: Found = {
    nights: [{ poolId: "a", night: "1", taken: 0, rooms: 2, counted: 0, capacity: 2 }],
    uncounted: 0,
    before: new Map(),
    after: new Map(),
    looks: 1,
    overWhileRunning: 0,
  };
  const failing = (found: Partial<Found>) =>
    replayChecks(new NightModel(2), new Tally(), { ...right, ...found })
      .filter((one) => one.failures > 0)
      .map((one) => one.name);
  expect(failing({})).toEqual([]);
  const oversold = { poolId: "a", night: "1", taken: 3, rooms: 2, counted: 2, capacity: 2 };
  expect(failing({ nights: [oversold] })).toEqual([
    "no night over capacity, by the claims",
    "buckets count what is claimed",
    "the database agrees with the answers, night by night",
  ]);
  expect(failing({ overWhileRunning: 1 })).toEqual([
    "no night over capacity while it ran, by the claims",
  ]);
  expect(failing({ after: new Map([["confirmed", 1]]) })).toEqual([
    "every accepted booking is there, and no other",
  ]);
});
