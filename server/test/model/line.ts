import type { Db } from "../../src/db/connection.ts";
import { newId } from "../../src/base/id.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import type { BusLine } from "../harness/bus-line.ts";
import { platform } from "../harness/people.ts";
import { DAY } from "./day.ts";
import { LEGS } from "./wishes.ts";

/** A stop of the trip: its index in `stopIds`, its times in epoch milliseconds, and the position that seat claims use. */
export interface Call {
  stop: number;
  arrives: number;
  departs: number;
  position: number;
}

/** A coach with the seat number of each label. */
export interface Vehicle {
  id: string;
  numbers: ReadonlyMap<number, number>;
}

/** The only trip of the model's world in its current state. */
export interface Line {
  /** Riyadh, Buraydah, Hail, and a stop that is served only when the operator adds it. */
  stopIds: string[];
  /** In the order of travel. */
  calls: Call[];
  /** Positions of removed stops. */
  retired: Set<number>;
  vehicles: Vehicle[];
  vehicle: Vehicle;
}

/** A passenger's ride: boarding and alighting times and positions. */
export interface Ride {
  begins: number;
  ends: number;
  from: number;
  until: number;
}

/** A Riyadh time on the day of the trip, in epoch milliseconds. */
export function clock(time: string): number {
  return Date.parse(`${DAY}T${time}:00+03:00`);
}

/** The initial trip with its first vehicle; the fourth stop is not served yet. */
export async function openLine(db: Db, bus: BusLine): Promise<Line> {
  const times = [
    [clock("08:00"), clock("08:00")],
    [clock("11:50"), clock("12:00")],
    [clock("15:00"), clock("15:00")],
  ] as const;
  const calls = times.map(([arrives, departs], stop): Call => {
    return { stop, arrives, departs, position: (stop + 1) * 1000 };
  });
  const first = { id: bus.vehicleId, numbers: new Map([1, 2, 3].map((no) => [no, no])) };
  const vehicles = [first, await addVehicle(db, bus, [3, 2, 1]), await addVehicle(db, bus, [1, 2])];
  const stopIds = [...bus.stopIds, await addStop(db, bus)];
  return { stopIds, calls, retired: new Set(), vehicles, vehicle: first };
}

async function addStop(db: Db, { businessId: business_id }: BusLine): Promise<string> {
  const id = newId();
  const names = { name_ar: "المجمعة", name_en: "Majmaah", city_ar: "المجمعة", city_en: "Majmaah" };
  const stop = { business_id, id, code: "Majmaah", ...names, timezone: "Asia/Riyadh" };
  await inTransaction(db, platform, (tx) => tx.insertInto("stops").values(stop).execute());
  return id;
}

/** Adds a vehicle with these labels, numbered in their order. */
async function addVehicle(
  db: Db,
  { businessId: business_id }: BusLine,
  labels: number[],
): Promise<Vehicle> {
  const id = newId();
  const seats = labels.map((label, index) => ({
    business_id,
    vehicle_id: id,
    seat_no: index + 1,
    label: `${label}`,
    row_no: 1,
    column_no: index + 1,
  }));
  await inTransaction(db, platform, async (tx) => {
    await tx
      .insertInto("vehicles")
      .values({ business_id, id, name: `Coach ${labels.join("-")}` })
      .execute();
    await tx.insertInto("vehicle_seats").values(seats).execute();
  });
  return { id, numbers: new Map(labels.map((label, index) => [label, index + 1])) };
}

/** The ride of a leg; undefined when the coach no longer serves one of its stops. */
export function rideOf(leg: number, { calls }: Line): Ride | undefined {
  const [first, last] = LEGS[leg]!.map((stop) => calls.find((call) => call.stop === stop));
  if (!first || !last) return undefined;
  const [from, until] = [first.position, last.position];
  return { begins: first.departs, ends: last.arrives, from, until };
}
