import { type Static, Type } from "typebox";

export const ROOMS_MAX = 20;
export const GUESTS_MAX = 1000;

/** Rooms of one type from one date to another, as a customer requests them. */
export const stayItemSchema = Type.Object(
  {
    kind: Type.Literal("stay"),
    roomTypeId: Type.String({ format: "uuid" }),
    checkIn: Type.String({ format: "date", examples: ["2026-12-01"] }),
    checkOut: Type.String({
      format: "date",
      description: "Departure date; its night is not included. At most 90 nights",
      examples: ["2026-12-04"],
    }),
    rooms: Type.Integer({ minimum: 1, maximum: ROOMS_MAX }),
    guests: Type.Integer({
      minimum: 1,
      maximum: GUESTS_MAX,
      description: "Total across all rooms",
    }),
  },
  { additionalProperties: false, title: "StayItem" },
);

export type StayItem = Static<typeof stayItemSchema>;
