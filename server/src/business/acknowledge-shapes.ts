import { id, list, optional } from "../http/shapes.ts";
import { TOUCHED_MAX } from "./touched-bookings.ts";

/** Spread into the body of an edit that may break what is sold. */
export const acknowledging = {
  acknowledge: optional({
    ...list(id, TOUCHED_MAX),
    description:
      "All bookings that the 409 named in `bookings`: the edit is made although it breaks them, and they stay as sold",
  }),
};
