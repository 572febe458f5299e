import { Type } from "typebox";
import { catalogueMax } from "../../business/catalogue-max.ts";
import { anyOf, editableRoutes, replaceRoute } from "../../business/editable-routes.ts";
import { weekWindow, windowFields } from "../../business/location-routes.ts";
import type { Route } from "../../http/route.ts";
import {
  id,
  integer,
  list,
  money,
  nullable,
  object,
  optional,
  text,
  version,
} from "../../http/shapes.ts";
import { offeringChange, offeringView } from "../offering-routes.ts";
import { changeService, createService, removeService } from "./edit-service.ts";
import { changeStaff, createStaff, removeStaff } from "./edit-staff.ts";
import { staffExceptionRoutes } from "./exception-routes.ts";
import { replaceBreaks, replaceWindows } from "./replace-week.ts";
import { services } from "./services.ts";
import { staff } from "./staff.ts";

const serviceFields = {
  durationMinutes: integer(1, 1440),
  bufferBeforeMinutes: integer(0, 480),
  bufferAfterMinutes: integer(0, 480),
  stepMinutes: integer(1, 1440, { description: "Interval between the start times offered" }),
  price: money,
  staffIds: list(id, catalogueMax.staff),
};
export const service = offeringView("Service", serviceFields);
const serviceChange = offeringChange({ ...serviceFields, locationId: id });

const staffFields = { locationId: id, userId: nullable(id), name: text, active: Type.Boolean() };
const staffWindow = object({ ...windowFields, active: Type.Boolean() }, { title: "StaffWindow" });
const WINDOWS_MAX = 200;
const staffMember = object(
  {
    id,
    ...staffFields,
    serviceIds: list(id, catalogueMax.offerings),
    windows: list(staffWindow, WINDOWS_MAX),
    breaks: list(weekWindow, WINDOWS_MAX),
    version,
  },
  { title: "StaffMember" },
);
const staffChange = anyOf(staffFields);

/** Routes for what a salon edits: services, staff and their weeks. */
export function salonRoutes(): Route[] {
  return [
    ...editableRoutes({
      path: "services",
      one: "a service",
      many: "services",
      editable: services,
      view: service,
      create: object({
        ...serviceChange.properties,
        locationId: id,
        name: text,
        durationMinutes: serviceFields.durationMinutes,
        price: money,
      }),
      change: serviceChange,
      creating: createService,
      changing: changeService,
      removing: removeService,
      acknowledges: true,
    }),
    ...editableRoutes({
      path: "staff",
      one: "a staff member",
      many: "staff",
      editable: staff,
      view: staffMember,
      create: object({ ...staffChange.properties, locationId: id, name: text }),
      change: staffChange,
      creating: createStaff,
      changing: changeStaff,
      removing: removeStaff,
      acknowledges: true,
    }),
    replaceRoute({
      path: "staff",
      name: "windows",
      summary:
        "Set a staff member's weekly working windows; an empty list means whenever the location is open",
      item: object({ ...windowFields, active: optional(Type.Boolean()) }),
      max: WINDOWS_MAX,
      view: staffMember,
      acknowledges: true,
      replacing: replaceWindows,
    }),
    replaceRoute({
      path: "staff",
      name: "breaks",
      summary: "Set a staff member's weekly breaks",
      item: weekWindow,
      max: WINDOWS_MAX,
      view: staffMember,
      acknowledges: true,
      replacing: replaceBreaks,
    }),
    ...staffExceptionRoutes(),
  ];
}
