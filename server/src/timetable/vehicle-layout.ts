export interface LayoutSeat {
  seatNo: number;
  label: string;
  row: number;
  column: number;
}

/** The seat map of an imported operator until it draws its own. */
export interface VehicleLayout {
  name: string;
  seats: LayoutSeat[];
}

/** One row as drawn: "#" a seat, "." the aisle. */
type RowPattern = string;

const COACH_64 = layout("Rail car, 64 seats", Array<RowPattern>(16).fill("##.##"));
const COACH_49 = layout("Coach, 49 seats", [...Array<RowPattern>(11).fill("##.##"), "#####"]);
const FERRY_120 = layout("Ferry, 120 seats", Array<RowPattern>(12).fill("###.####.###"));
const AIRCRAFT_180 = layout("Aircraft, 180 seats", Array<RowPattern>(30).fill("###.###"));
const STREET_CAR_32 = layout("Car, 32 seats", Array<RowPattern>(8).fill("##.##"));
const CABIN_8 = layout("Cabin, 8 seats", ["####", "####"]);
const TAXI_4 = layout("Taxi, 4 seats", ["#", "###"]);

/** Extended route types by hundreds (Google Transit, which took them from the European HVT). */
const byHundred = new Map<number, VehicleLayout>([
  [1, COACH_64],
  [2, COACH_49],
  [3, COACH_64],
  [4, COACH_64],
  [5, COACH_64],
  [6, COACH_64],
  [7, COACH_49],
  [8, COACH_49],
  [9, COACH_64],
  [10, FERRY_120],
  [11, AIRCRAFT_180],
  [12, FERRY_120],
  [13, CABIN_8],
  [14, STREET_CAR_32],
  [15, TAXI_4],
]);

const byBasicType = new Map<number, VehicleLayout>([
  [0, COACH_64],
  [1, COACH_64],
  [2, COACH_64],
  [3, COACH_49],
  [4, FERRY_120],
  [5, STREET_CAR_32],
  [6, CABIN_8],
  [7, STREET_CAR_32],
  [11, COACH_49],
  [12, COACH_64],
]);

/**
 * Returns the vehicle for a route of this type; a 49-seat coach where the type says nothing.
 *
 * @see https://gtfs.org/documentation/schedule/reference/#routestxt
 * @see https://developers.google.com/transit/gtfs/reference/extended-route-types
 */
export function vehicleLayout(routeType: number): VehicleLayout {
  const found =
    routeType < 100 ? byBasicType.get(routeType) : byHundred.get(Math.floor(routeType / 100));
  return found ?? COACH_49;
}

/** Numbers rows from the front and letters seats from the left: 1A, 1B, 1C, 1D. */
function layout(name: string, rows: readonly RowPattern[]): VehicleLayout {
  const seats: LayoutSeat[] = [];
  for (const [rowIndex, pattern] of rows.entries()) {
    let letter = 0;
    for (const [columnIndex, place] of pattern.split("").entries()) {
      if (place !== "#") continue;
      const label = `${rowIndex + 1}${"ABCDEFGHIJKLMNOP"[letter]}`;
      seats.push({ seatNo: seats.length + 1, label, row: rowIndex + 1, column: columnIndex + 1 });
      letter += 1;
    }
  }
  return { name, seats };
}
