import type { RentalInput } from "../catalogue/venue/edit-rental.ts";
import type { PriceBand } from "../catalogue/venue/rentals.ts";
import type { DemoBusiness } from "./demo-business.ts";

export interface DemoVenue extends DemoBusiness {
  kind: "venue";
  rentals: readonly DemoRental[];
}

export interface DemoRental extends Omit<RentalInput, "locationId"> {
  key: string;
  place: string;
  /** Labels of its units. */
  units: readonly string[];
  prices?: readonly PriceBand[];
}
