import { Type } from "typebox";
import { editableRoutes } from "../../business/editable-routes.ts";
import { VEHICLE_SEATS_MAX } from "../../base/limits.ts";
import { invalidAt } from "../../base/problem.ts";
import type { Route } from "../../http/route.ts";
import { id, integer, line, list, object, optional, version } from "../../http/shapes.ts";
import { changeVehicle, createVehicle, removeVehicle, type SeatsInput } from "./edit-vehicle.ts";
import { vehicles } from "./vehicles.ts";

const seatClass = line(50);
const seatFields = { label: line(20), row: integer(1, 200), column: integer(1, 50) };
const seat = object({ ...seatFields, class: seatClass }, { title: "Seat" });
const vehicle = object(
  { id, name: Type.String(), seats: list(seat, VEHICLE_SEATS_MAX), version },
  { title: "Vehicle" },
);

const layout = object(
  {
    rows: integer(1, 60),
    columns: Type.String({
      pattern: "^[1-4](\\+[1-4]){0,3}$",
      description: "Seats in each block between aisles, from the left",
      examples: ["2+2"],
    }),
    lastRowFull: optional(Type.Boolean({ description: "The last row has no aisle" })),
    classes: optional(
      list(object({ class: seatClass, fromRow: integer(1, 60), toRow: integer(1, 60) }), 20),
    ),
  },
  { title: "SeatLayout" },
);
const seatsBody = {
  seats: optional(
    list(object({ ...seatFields, class: optional(seatClass) }), VEHICLE_SEATS_MAX, 1),
  ),
  layout: optional(layout),
};

type Body = { name?: string; seats?: unknown; layout?: unknown };

/** Routes for vehicles with their seat maps. */
export function vehicleRoutes(): Route[] {
  return editableRoutes({
    path: "vehicles",
    one: "a vehicle",
    many: "vehicles",
    editable: vehicles,
    view: vehicle,
    create: object({ name: line(100), ...seatsBody }),
    change: object({ name: optional(line(100)), ...seatsBody }),
    creating: async (tx, key, { name, ...body }) => {
      if (!body.seats && !body.layout) throw oneSeatMap();
      return createVehicle(tx, key, { name, ...seatsOf(body) });
    },
    changing: async (tx, key, { name, ...body }) =>
      changeVehicle(tx, key, { name, ...(body.seats || body.layout ? seatsOf(body) : {}) }),
    removing: removeVehicle,
  });
}

function seatsOf(body: Body): SeatsInput {
  if (body.seats && body.layout) throw oneSeatMap();
  const { seats, layout: drawn } = body;
  return (drawn ? { layout: drawn } : { seats }) as SeatsInput;
}

function oneSeatMap() {
  return invalidAt(
    "/seats",
    "أرسل المقاعد seats أو المخطط layout، أحدهما فقط.",
    "Send either seats or layout, not both.",
  );
}
