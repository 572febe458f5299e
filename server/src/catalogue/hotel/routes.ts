import { Type } from "typebox";
import { invalidAt } from "../../base/problem.ts";
import { daysBetween } from "../../base/time.ts";
import { getOne } from "../../business/editable.ts";
import { editableRoutes, readers, replaceRoute } from "../../business/editable-routes.ts";
import { defineRoute, type Route } from "../../http/route.ts";
import {
  businessItemParams,
  date,
  id,
  integer,
  items,
  money,
  nullable,
  object,
  optional,
  text,
} from "../../http/shapes.ts";
import { offeringChange, offeringView } from "../offering-routes.ts";
import { changeRoomType, createRoomType, removeRoomType } from "./edit-room-type.ts";
import { replaceRates } from "./replace-rates.ts";
import { listRoomRates } from "./room-rates.ts";
import { roomTypes } from "./room-types.ts";

const minNights = integer(1, 365);
const roomTypeFields = {
  rooms: integer(0, 10_000),
  occupancy: integer(1, 50),
  minNights,
  price: money,
};
export const roomType = offeringView("RoomType", roomTypeFields);
const roomTypeChange = offeringChange({ ...roomTypeFields, locationId: id });
const roomRate = object(
  { night: date, price: nullable(money), closed: Type.Boolean(), minNights: nullable(minNights) },
  { title: "RoomRate" },
);
const NIGHTS_MAX = 1100;

/** Routes for what a hotel edits: room types, and the prices of single nights. */
export function hotelRoutes(): Route[] {
  return [
    ...editableRoutes({
      path: "roomTypes",
      one: "a room type",
      many: "room types",
      editable: roomTypes,
      view: roomType,
      create: object({
        ...roomTypeChange.properties,
        locationId: id,
        name: text,
        rooms: roomTypeFields.rooms,
        occupancy: roomTypeFields.occupancy,
        price: money,
      }),
      change: roomTypeChange,
      creating: createRoomType,
      changing: changeRoomType,
      removing: removeRoomType,
      acknowledges: true,
    }),
    replaceRoute({
      path: "roomTypes",
      name: "rates",
      summary: "Set prices, closures and minimum stays for a range of nights, both ends included",
      item: object({
        from: date,
        to: date,
        price: optional(nullable(money)),
        closed: optional(Type.Boolean()),
        minNights: optional(nullable(minNights)),
      }),
      min: 1,
      max: 400,
      view: roomType,
      replacing: replaceRates,
    }),
    defineRoute({
      method: "GET",
      url: "/v1/manage/businesses/:businessId/roomTypes/:id/rates",
      summary: "List nights with their own rate, both ends included",
      tag: "manage",
      access: readers,
      params: businessItemParams,
      query: object({ from: date, to: date }),
      reply: { 200: items(roomRate, NIGHTS_MAX) },
      run: async ({ db, params, query }) => {
        const days = daysBetween(query.from, query.to);
        if (days < 0 || days >= NIGHTS_MAX) throw badRange();
        const { version: etag } = await getOne(db, roomTypes, params);
        return { body: { items: await listRoomRates(db, params, query) }, etag };
      },
    }),
  ];
}

function badRange() {
  return invalidAt(
    "/query/to",
    `من ليلة البداية إلى ${NIGHTS_MAX} ليلة بعدها.`,
    `Must be on or after the first night, at most ${NIGHTS_MAX} nights.`,
  );
}
