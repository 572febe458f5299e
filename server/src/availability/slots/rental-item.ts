import { type Static, Type } from "typebox";
import { UNITS_MAX } from "../../base/limits.ts";

/** Units of a rental as a customer requests them: any `units` of them (1 if omitted), or exactly `unitIds`. */
export const rentalItemSchema = Type.Object(
  {
    kind: Type.Literal("rental"),
    rentalId: Type.String({ format: "uuid" }),
    start: Type.String({ format: "instant", examples: ["2026-11-22T18:00:00+03:00"] }),
    end: Type.String({ format: "instant", examples: ["2026-11-22T19:00:00+03:00"] }),
    units: Type.Optional(Type.Integer({ minimum: 1, maximum: UNITS_MAX })),
    unitIds: Type.Optional(
      Type.Array(Type.String({ format: "uuid" }), { minItems: 1, maxItems: UNITS_MAX }),
    ),
  },
  { additionalProperties: false, title: "RentalItem" },
);

export type RentalItem = Static<typeof rentalItemSchema>;
