import { type Static, Type } from "typebox";

/** One appointment as a customer requests it. `end` may be omitted; the service defines the length. */
export const appointmentItemSchema = Type.Object(
  {
    kind: Type.Literal("appointment"),
    serviceId: Type.String({ format: "uuid" }),
    staffId: Type.Optional(
      Type.String({ format: "uuid", description: "Leave out for any free staff member" }),
    ),
    start: Type.String({ format: "instant", examples: ["2026-11-22T09:00:00+03:00"] }),
    end: Type.Optional(
      Type.String({ format: "instant", description: "`start` plus the service's duration" }),
    ),
  },
  { additionalProperties: false, title: "AppointmentItem" },
);

export type AppointmentItem = Static<typeof appointmentItemSchema>;
