import { readFile } from "node:fs/promises";
import { expect, inject, test } from "vitest";
import { parts } from "../../src/main/bench/plan.ts";
import { plotCosts, plotReads } from "../../src/main/bench/plot.ts";
import { runPlan } from "../../src/main/bench/run-plan.ts";
import { replaceFigures } from "../../src/main/bench/write-docs.ts";

const PAGE = new URL("../../../docs/performance.md", import.meta.url);

test("every part of the bench runs on a tiny database and its results have the promised keys", async () => {
  const told: string[] = [];
  const results = await runPlan(
    inject("adminUrl"),
    {
      sizes: [100, 200],
      rounds: 1,
      size: 0.02,
      world: { staff: 20, hotels: 5 },
      racers: 20,
      parts,
    },
    (line) => told.push(line),
  );

  const figure = expect.any(Number);
  const reservations = {
    perSecond: figure,
    cpuMs: figure,
    shareOfFloor: figure,
    p50Ms: figure,
    p99Ms: figure,
  };
  const read = { p99Ms: figure, growth: figure };
  expect(JSON.parse(JSON.stringify(results))).toMatchObject({
    reservations: { at1: reservations, at32: reservations, at128: reservations },
    race1000: { winners: 1, lastRefusalMs: figure, two: { winners: 1 } },
    orders: reservations,
    anyStaff: reservations,
    reads: { slots: read, seatMap: read, trips: read, stays: read },
    outbox: { arrivalsPerSecond: figure, drainedPerSecond: figure },
    memoryMb: figure,
  });
  // Where Debian's Django is not installed it says so.
  expect(results.peer).toMatchObject(
    "skipped" in results.peer!
      ? { skipped: expect.stringContaining("python3-djangorestframework") }
      : { timesRate: figure, timesProcessor: figure },
  );
  expect(results.race1000!.statuses).toEqual({ 201: 1, 409: 19 });
  expect(told.length).toBeGreaterThan(parts.length);
  const page = replaceFigures(await readFile(PAGE, "utf8"), results, "npm run bench");
  expect(page).toContain("| 1,000 clients, one slot | 1 winner");
  expect(page.match(/^# Performance$/gm)).toHaveLength(1);
  for (const plot of [plotCosts(results), plotReads(results)]) {
    expect(plot).toMatch(/^<svg [^]*<\/svg>\n$/);
    expect(plot).not.toContain("NaN");
  }
}, 180_000);
