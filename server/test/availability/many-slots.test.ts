import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { takePage, type LookedAt } from "../../src/availability/slots/offer-page.ts";
import { startsInOrder } from "../../src/availability/slots/stretches.ts";
import { makeSalon } from "../harness/businesses.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";

const app = await startTestApp({ clock: standingClock() });

/** The most slots a catalogue can produce: one-minute steps, twenty staff, open around the clock. */
async function finestSalon() {
  const salon = await makeSalon(app.db, { staff: 20 });
  await sql`update offerings set horizon_days = 365 where id = ${salon.serviceId}`.execute(
    app.owner,
  );
  await sql`update services set step_minutes = 1 where id = ${salon.serviceId}`.execute(app.owner);
  return salon;
}

const slotsFrom = (serviceId: string, from: string) =>
  app.as().get(`/v1/services/${serviceId}/slots?from=${encodeURIComponent(from)}&to=2027-01-20`);

test("a long list of slots is cut to a readable size, and nextFrom continues it without a gap or repeat", async () => {
  const { serviceId } = await finestSalon();
  const first = await slotsFrom(serviceId, "2026-11-23");
  expect(first.body.items.length).toBeGreaterThan(300);
  expect(JSON.stringify(first.body).length).toBeLessThan(1_000_000);
  const { nextFrom } = first.body as { nextFrom: string };
  const second = await slotsFrom(serviceId, nextFrom);
  expect(second.body.items[0].start).toBe(nextFrom);
  const gap = Date.parse(nextFrom) - Date.parse(first.body.items.at(-1).start);
  expect(gap).toBe(60_000);
});

/** As it is sent: fetch() would decompress it. */
async function readBytes(path: string, accepted?: string) {
  const call = request(app.origin + path, {
    headers: accepted === undefined ? {} : { "accept-encoding": accepted },
  }).end();
  const [answer] = (await once(call, "response")) as [IncomingMessage];
  return { headers: answer.headers, bytes: await buffer(answer) };
}

test.each([
  ["gzip", "gzip"],
  ["br, *", "gzip"],
  ["br;q=1.0, GZIP ; q=0.5", "gzip"],
  ["gzip;q=0, *", undefined],
  ["identity", undefined],
  ["", undefined],
])(
  "the encoding of a long answer to a client that accepts %j is %s",
  async (accepted, encoding) => {
    const { serviceId } = await finestSalon();
    const path = `/v1/services/${serviceId}/slots?from=2026-11-23&to=2026-11-23`;
    const { headers, bytes } = await readBytes(path, accepted);
    expect(headers).toMatchObject({
      vary: "accept-encoding",
      "content-length": String(bytes.length),
    });
    expect(headers["content-encoding"]).toBe(encoding);
    const words = encoding ? gunzipSync(bytes) : bytes;
    const plain = await readBytes(path);
    expect(plain.headers["content-encoding"]).toBeUndefined();
    expect(words.equals(plain.bytes)).toBe(true);
    if (encoding) expect(bytes.length).toBeLessThan(words.length / 5);
  },
);

test("a short answer is never compressed", async () => {
  const { serviceId } = await makeSalon(app.db);
  const path = `/v1/services/${serviceId}/slots?from=2026-11-23T09:00:00Z&to=2026-11-23T10:00:00Z`;
  const { headers, bytes } = await readBytes(path, "gzip");
  expect(JSON.parse(bytes.toString())).toHaveProperty("items");
  expect(headers["content-encoding"]).toBeUndefined();
});

test("listing slots yields to the event loop again and again", async () => {
  function* slowly(): Generator<LookedAt<{ start: string }>> {
    for (let at = 0; at < 20; at += 1) {
      const until = performance.now() + 11;
      while (performance.now() < until);
      yield { at };
    }
  }
  let turns = 0;
  let isDone = false;
  const count = () => {
    turns += 1;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  await takePage(slowly());
  isDone = true;
  expect(turns).toBeGreaterThan(10);
});

test("starts are worked out as they are asked for, each once and in order, however long the window", () => {
  const spans = [{ from: 0, until: Infinity, offset: 0 }];
  const always = { from: 0, until: Infinity, startsUntil: Infinity, anchor: 0 };
  const half = { ...always, from: 7200, anchor: 7230, startsUntil: 9000 };
  const starts = startsInOrder([half, always, { ...always }], spans, 60, 0, Infinity);
  const first = starts.take(200).toArray();
  const all = first.toSorted((a, b) => a - b);
  expect(first).toEqual(all);
  expect(new Set(first).size).toBe(200);
  expect(first.slice(119, 124)).toEqual([7140, 7200, 7230, 7260, 7290]);
});

test("the last page of slots has no nextFrom", async () => {
  const { serviceId } = await makeSalon(app.db, { staff: 1 });
  const day = await app.as().get(`/v1/services/${serviceId}/slots?from=2026-11-24&to=2026-11-24`);
  expect(day.body.nextFrom).toBeNull();
});
