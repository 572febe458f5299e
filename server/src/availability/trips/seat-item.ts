import { type Static, Type } from "typebox";
import { SEATS_MAX } from "../../base/limits.ts";

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
