import { type Static, Type } from "typebox";

/** More travel as a group, which is a separate order. */
export const SEATS_MAX = 10;

/** Numbered seats on one segment of a trip, as a customer requests them. */
export const seatItemSchema = Type.Object(
  {
    kind: Type.Literal("seat"),
    tripId: Type.String({ format: "uuid" }),
    from: Type.String({ format: "uuid", description: "Boarding stop" }),
    to: Type.String({ format: "uuid", description: "Alighting stop" }),
    seats: Type.Array(
      Type.Object(
        {
          label: Type.String({ minLength: 1, maxLength: 20, examples: ["12A"] }),
          passenger: Type.String({
            minLength: 1,
            maxLength: 200,
            pattern: "\\S",
            description: "Name of the passenger",
          }),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: SEATS_MAX },
    ),
  },
  { additionalProperties: false, title: "SeatItem" },
);

export type SeatItem = Static<typeof seatItemSchema>;
