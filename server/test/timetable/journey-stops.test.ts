import { describe, expect, test } from "vitest";
import { journeyStops, type StopTime } from "../../src/timetable/feed/journey-stops.ts";
import { vehicleLayout } from "../../src/timetable/vehicle-layout.ts";

function call(sequence: number, seconds: number | null, more: Partial<StopTime> = {}): StopTime {
  const times = { arrivesSeconds: seconds, departsSeconds: seconds };
  const place = { line: sequence + 1, stopId: `s${sequence}`, distance: null };
  return { sequence, ...place, ...times, boards: true, alights: true, ...more };
}

function departures(rows: StopTime[]): number[] | string {
  const stops = journeyStops(rows);
  return Array.isArray(stops) ? stops.map((stop) => stop.departsSeconds) : stops.reason;
}

describe("a journey's stop times", () => {
  test("are ordered by stop_sequence", () => {
    expect(departures([call(9, 300), call(1, 100), call(5, 200)])).toEqual([100, 200, 300]);
  });

  test("between timepoints are interpolated evenly when there are no distances", () => {
    expect(departures([call(1, 0), call(2, null), call(3, null), call(4, 90)])).toEqual([
      0, 30, 60, 90,
    ]);
  });

  test("between timepoints are interpolated by distance when every stop has one", () => {
    const rows = [
      call(1, 0, { distance: 0 }),
      call(2, null, { distance: 75 }),
      call(3, 100, { distance: 100 }),
    ];
    expect(departures(rows)).toEqual([0, 75, 100]);
  });

  test("with only an arrival or a departure use it for both", () => {
    const rows = [call(1, null, { departsSeconds: 10 }), call(2, null, { arrivesSeconds: 20 })];
    expect(departures(rows)).toEqual([10, 20]);
  });

  test("that share a minute still get distinct boundaries, so that no leg is empty", () => {
    const stops = journeyStops([call(1, 60), call(2, 60), call(3, 60), call(4, 61), call(5, 120)]);
    if (!Array.isArray(stops)) throw new Error(stops.reason);
    expect(stops.map((stop) => stop.boundarySeconds)).toEqual([60, 61, 62, 63, 120]);
  });

  test("that are more than a journey may have are refused at the first beyond", () => {
    const calls = Array.from({ length: 501 }, (_, index) => call(index + 1, 60 * index));
    expect(journeyStops(calls.slice(0, 500))).toHaveLength(500);
    expect(journeyStops(calls)).toEqual({ line: 502, reason: "has more than 500 stops" });
  });

  test("that go backwards are refused, with the line where they do", () => {
    expect(journeyStops([call(1, 100), call(2, 50)])).toMatchObject({ line: 3 });
    expect(journeyStops([call(1, 100, { departsSeconds: 90 }), call(2, 150)])).toMatchObject({
      line: 2,
    });
  });
});

test("every vehicle layout has unique seat numbers, labels and places", () => {
  for (const type of [
    0, 1, 2, 3, 4, 5, 6, 7, 11, 12, 101, 202, 405, 715, 1000, 1100, 1300, 1501, 1700,
  ]) {
    const { name, seats } = vehicleLayout(type);
    const count = Number(/\d+/.exec(name)?.[0]);
    expect(seats.map((seat) => seat.seatNo)).toEqual(
      Array.from({ length: count }, (_, index) => index + 1),
    );
    expect(new Set(seats.map((seat) => seat.label)).size).toBe(count);
    expect(new Set(seats.map((seat) => `${seat.row}/${seat.column}`)).size).toBe(count);
  }
});

test("the coach's last row is a bench of five seats", () => {
  const last = vehicleLayout(3).seats.filter((seat) => seat.row === 12);
  expect(last.map((seat) => seat.label)).toEqual(["12A", "12B", "12C", "12D", "12E"]);
  expect(vehicleLayout(3).seats[2]).toEqual({ seatNo: 3, label: "1C", row: 1, column: 4 });
});
