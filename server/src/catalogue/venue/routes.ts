import { Type } from "typebox";
import { catalogueMax } from "../../business/catalogue-max.ts";
import { listPage } from "../../business/editable.ts";
import { anyOf, editableRoutes, replaceRoute } from "../../business/editable-routes.ts";
import { windowFields } from "../../business/location-routes.ts";
import type { Route } from "../../http/route.ts";
import {
  id,
  integer,
  line,
  list,
  money,
  object,
  optional,
  text,
  version,
} from "../../http/shapes.ts";
import { offeringChange, offeringView } from "../offering-routes.ts";
import { changeRental, createRental, removeRental } from "./edit-rental.ts";
import { changeRentalUnit, createRentalUnit, removeRentalUnit } from "./edit-rental-unit.ts";
import { readRentalUnits, rentalUnits } from "./rental-units.ts";
import { rentals } from "./rentals.ts";
import { replacePrices } from "./replace-prices.ts";

const rentalFields = {
  stepMinutes: integer(1, 1440),
  durationsMinutes: list(integer(1, 10_080), 48, 1),
  pricePerHour: money,
};
const bandEnd = { ...windowFields.end, description: "After the start, 24:00 at the latest" };
const priceBand = object(
  { ...windowFields, end: bandEnd, pricePerHour: money },
  { title: "PriceBand" },
);
const PRICES_MAX = 500;
const unitFields = { label: line(100), active: Type.Boolean() };
export const rental = offeringView("Rental", {
  ...rentalFields,
  prices: list(priceBand, PRICES_MAX),
  rentalUnits: list(
    object({ id, ...unitFields }, { title: "UnitOfRental" }),
    catalogueMax.rental_units,
  ),
});
const rentalChange = offeringChange({ ...rentalFields, locationId: id });

/** Routes for what a venue edits: rentals, their prices by time of day, and their units. */
export function venueRoutes(): Route[] {
  return [
    ...editableRoutes({
      path: "rentals",
      one: "a rental",
      many: "rentals",
      editable: rentals,
      view: rental,
      create: object({
        ...rentalChange.properties,
        locationId: id,
        name: text,
        pricePerHour: money,
      }),
      change: rentalChange,
      creating: createRental,
      changing: changeRental,
      removing: removeRental,
      acknowledges: true,
    }),
    replaceRoute({
      path: "rentals",
      name: "prices",
      summary: "Set prices by weekday and time of day; elsewhere the rental's price applies",
      item: priceBand,
      max: PRICES_MAX,
      view: rental,
      replacing: replacePrices,
    }),
    ...editableRoutes({
      path: "rentalUnits",
      one: "a rental unit",
      many: "rental units",
      editable: rentalUnits,
      view: object({ id, rentalId: id, ...unitFields, version }, { title: "RentalUnit" }),
      create: object({ rentalId: id, label: unitFields.label, active: optional(Type.Boolean()) }),
      change: anyOf(unitFields),
      creating: createRentalUnit,
      changing: changeRentalUnit,
      removing: removeRentalUnit,
      acknowledges: true,
      filter: object({ rentalId: optional(id) }),
      listing: (db, businessId, { rentalId, ...asked }) =>
        listPage(asked, (which) => readRentalUnits(db, businessId, which, rentalId)),
    }),
  ];
}
