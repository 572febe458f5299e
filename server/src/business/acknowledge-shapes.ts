import { id, list, optional } from "../http/shapes.ts";
import { TOUCHED_MAX } from "../base/limits.ts";

/** Spread into the body of an edit that may break sold bookings. */
export const acknowledging = {
  acknowledge: optional({
    ...list(id, TOUCHED_MAX),
    description:
      "The ids of all bookings listed in `bookings` of the 409. The edit is then made although it breaks them; they stay as sold",
  }),
};
