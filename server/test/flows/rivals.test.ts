import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import type { PlannedClaim, PlannedPick } from "../../src/availability/planned-item.ts";
import { Rivals } from "../../src/booking/rivals.ts";

const hour = (n: number) => `2026-11-24T${String(n).padStart(2, "0")}:00:00.000Z`;
const claim = (unitId: string, from: number, until = from + 1): PlannedClaim => ({
  unitId,
  seatNo: 0,
  from: hour(from),
  until: hour(until),
});
const seat = (seatNo: number, fromPosition: number, toPosition: number): PlannedClaim => ({
  unitId: "trip",
  seatNo,
  label: `${seatNo}`,
  fromPosition,
  toPosition,
  from: hour(6),
  until: hour(9),
  passenger: "p",
});
const pick = (unitIds: string[], count = 1): PlannedPick => ({
  unitIds,
  count,
  from: hour(10),
  until: hour(11),
});
const wants = (...claims: PlannedClaim[]) => [{ claims, picks: [] }];
const picks = (...all: PlannedPick[]) => [{ claims: [], picks: all }];

type Order = ReturnType<typeof wants>;

/** What becomes of each order in turn: "passes", or "waits" while the earlier ones are undecided. */
async function fates(...orders: (Order | ReturnType<typeof picks>)[]): Promise<string> {
  const rivals = new Rivals();
  const seen = orders.map(() => "waits");
  orders.forEach((order, n) => {
    void rivals.pass(order).then((decided) => (seen[n] = decided ? "passes" : "again"));
  });
  await turn();
  return seen.join(" ");
}

test.each([
  ["the same unit and time", wants(claim("a", 10)), wants(claim("a", 10)), "waits"],
  ["an overlapping time", wants(claim("a", 10, 12)), wants(claim("a", 11, 13)), "waits"],
  ["the time after it", wants(claim("a", 10)), wants(claim("a", 11)), "passes"],
  ["another unit", wants(claim("a", 10)), wants(claim("b", 10)), "passes"],
  ["one of its units", wants(claim("a", 10), claim("b", 10)), wants(claim("b", 10)), "waits"],
  ["the same seat on a part of the trip", wants(seat(1, 0, 3)), wants(seat(1, 2, 4)), "waits"],
  ["the same seat after it is free", wants(seat(1, 0, 2)), wants(seat(1, 2, 4)), "passes"],
  ["another seat", wants(seat(1, 0, 3)), wants(seat(2, 0, 3)), "passes"],
  ["any of one unit that it claims", wants(claim("a", 10)), picks(pick(["a"])), "waits"],
  ["any of two units", picks(pick(["a", "b"])), picks(pick(["b", "a"])), "passes"],
  ["both of two units", picks(pick(["a", "b"])), picks(pick(["a", "b"], 2)), "passes"],
])("while an order is on its way, another that wants %s %4$s", async (_, first, second, fate) => {
  expect(await fates(first, second)).toBe(`passes ${fate}`);
});

test("as many orders pass as there are units to choose from, and the next one waits", async () => {
  const any = picks(pick(["a", "b", "c"]));
  expect(await fates(any, any, any, any)).toBe("passes passes passes waits");
  const two = picks(pick(["a", "b", "c"], 2));
  expect(await fates(two, two)).toBe("passes waits");
});

test("whoever waited is told to be judged again when the first is decided, and then may pass", async () => {
  const rivals = new Rivals();
  const decided = await rivals.pass(wants(claim("a", 10)));
  const second = rivals.pass(wants(claim("a", 10)));
  const third = rivals.pass(wants(claim("a", 10)));
  decided!();
  expect(await Promise.all([second, third])).toEqual([undefined, undefined]);
  expect(await rivals.pass(wants(claim("a", 10)))).toBeTypeOf("function");
});

test("when too many wait, the next is refused as busy", async () => {
  const rivals = new Rivals(1);
  const decided = await rivals.pass(wants(claim("a", 10)));
  const second = rivals.pass(wants(claim("a", 10)));
  await expect(rivals.pass(wants(claim("a", 10)))).rejects.toMatchObject({ type: "busy" });
  decided!();
  expect(await second).toBeUndefined();
});
