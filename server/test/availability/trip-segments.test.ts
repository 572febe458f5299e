import { expect, test } from "vitest";
import { fareMinor } from "../../src/availability/trips/fare.ts";
import { findSegment, segmentTimes, type Fare } from "../../src/availability/trips/trip.ts";
import { offerTrip } from "../../src/availability/trips/trip-offer.ts";
import { zonedWriter } from "../../src/availability/zoned-writer.ts";
import { eveningBefore, route, stop, trip } from "./trips-world.ts";

const positions = (...args: Parameters<typeof findSegment>) => {
  const found = findSegment(...args);
  return found && [found.from.position, found.to.position];
};

test("without given stops, a segment runs from the first boarding stop to the last alighting stop", () => {
  const stops = [
    stop("A", 1, 1, { boards: false }),
    stop("B", 2, 2),
    stop("C", 3, 3),
    stop("D", 4, 4, { alights: false }),
  ];
  expect(positions(stops)).toEqual([2, 3]);
  expect(positions(stops, "C", "D")).toBeUndefined();
  expect(positions(stops, "A", "C")).toBeUndefined();
});

test("a stop served twice means its first boarding, then the first alighting after that", () => {
  const stops = [
    stop("A", 1, 1, { boards: false }),
    stop("B", 2, 2),
    stop("A", 3, 3),
    stop("B", 4, 4),
    stop("B", 5, 5),
  ];
  expect(positions(stops, "A", "B")).toEqual([3, 4]);
  expect(positions(stops, "B", "A")).toEqual([2, 3]);
  expect(positions(stops, "B", "B")).toEqual([2, 4]);
  expect(positions(stops, "A", "A")).toBeUndefined();
});

test("two stops with the same feed time still give a segment that ends after it begins", () => {
  const coarse = trip({
    stops: [
      stop("A", 1, 8),
      stop("B", 2, 8, { arrives: 8 * 3600, boundary: 8 * 3600 + 1 }),
      stop("C", 3, 9),
    ],
  });
  const times = segmentTimes(coarse, findSegment(coarse.stops, "A", "B")!);
  expect(times.arrives - times.departs).toBe(1);
});

const fare = (from: string, to: string, priceMinor: number, seatClass = ""): Fare => ({
  from,
  to,
  class: seatClass,
  priceMinor,
});

test.each<[string, Fare[], string, number]>([
  ["the class's fare", [fare("A", "C", 500), fare("A", "C", 800, "vip")], "vip", 800],
  ["the fare for any class", [fare("A", "C", 500), fare("A", "C", 800, "vip")], "standard", 500],
  [
    "the sum of the legs",
    [fare("A", "B", 100), fare("B", "C", 200), fare("B", "C", 300, "vip")],
    "vip",
    400,
  ],
  ["the route's price when a leg has no fare", [fare("A", "B", 100)], "vip", 9000],
  ["the route's price without any fares", [], "", 9000],
])("a seat costs the fare that applies: %s", (_, fares, seatClass, expected) => {
  const { stops } = trip();
  const segment = findSegment(stops, "A", "C")!;
  expect(fareMinor(route({ fares }), stops, segment, seatClass)).toBe(expected);
});

test("does not offer the second passage of the same two stops, which no booking could name", () => {
  const stops = [stop("A", 1, 8), stop("B", 2, 9), stop("A", 3, 26), stop("B", 4, 27)];
  const offer = (fromPosition: number, toPosition: number) =>
    offerTrip(
      route(),
      { trip: trip({ stops }), fromPosition, toPosition, free: { vip: 1 } },
      eveningBefore,
      zonedWriter(),
    );
  expect(offer(1, 2)).toMatchObject({ from: "A", to: "B", seatsFree: 1 });
  expect(offer(3, 4)).toBeUndefined();
  expect(offer(1, 4)).toBeUndefined();
});
