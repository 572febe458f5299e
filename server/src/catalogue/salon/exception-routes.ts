import { Type } from "typebox";
import { newId } from "../../base/id.ts";
import { acknowledging } from "../../business/acknowledge-shapes.ts";
import { getOne } from "../../business/editable.ts";
import { readers, writers } from "../../business/editable-routes.ts";
import { defineRoute, type Route } from "../../http/route.ts";
import {
  businessItemParams,
  id,
  instant,
  line,
  object,
  oneOf,
  optional,
  page,
  pageQuery,
} from "../../http/shapes.ts";
import { addStaffException, removeStaffException } from "./edit-staff-exceptions.ts";
import { staff } from "./staff.ts";
import { listStaffExceptions } from "./staff-exceptions.ts";

const kind = oneOf(["off", "open"], { description: "Time off or a one-off opening" });
const exception = object(
  { id, kind, start: instant, end: instant, reason: Type.String() },
  { title: "StaffException" },
);

/** Routes for time off and one-off openings of one staff member; edited under the staff member's version. */
export function staffExceptionRoutes(): Route[] {
  const url = "/v1/manage/businesses/:businessId/staff/:id/exceptions";
  return [
    defineRoute({
      method: "GET",
      url,
      summary: "List time off and one-off openings",
      tag: "manage",
      access: readers,
      params: businessItemParams,
      query: object({ ...pageQuery, from: optional(instant), to: optional(instant) }),
      reply: { 200: page(exception) },
      run: async ({ db, params, query }) => {
        const { version: etag } = await getOne(db, staff, params);
        return { body: await listStaffExceptions(db, toStaff(params), query), etag };
      },
    }),
    defineRoute({
      method: "POST",
      url,
      summary: "Add time off or a one-off opening",
      description:
        "If there are appointments in the time off, the answer is a 409 that lists them. With all of their ids in `acknowledge`, the time off is added and they stay as sold.",
      tag: "manage",
      access: writers,
      params: businessItemParams,
      body: object({
        kind,
        start: instant,
        end: instant,
        reason: optional(line(500, { min: 0 })),
        ...acknowledging,
      }),
      ifMatch: "optional",
      reply: { 201: exception },
      problems: ["conflict"],
      run: async ({ tx, params, body, clock, ifMatch }) => {
        const { acknowledge, ...input } = body;
        const key = { ...params, version: ifMatch, acknowledge };
        const added = await addStaffException(tx, key, newId(clock.now()), input);
        return { body: added.exception, etag: added.version };
      },
    }),
    defineRoute({
      method: "DELETE",
      url: `${url}/:exceptionId`,
      summary: "Remove time off or a one-off opening",
      description:
        "An opening with appointments cannot be removed: move or cancel them first, or add time off over them.",
      tag: "manage",
      access: writers,
      params: object({ businessId: id, id, exceptionId: id }),
      ifMatch: true,
      reply: { 204: null },
      problems: ["conflict"],
      run: async ({ tx, params: { exceptionId, ...key }, ifMatch }) => {
        await removeStaffException(tx, { ...key, version: ifMatch }, exceptionId);
        return {};
      },
    }),
  ];
}

function toStaff({ businessId, id: staffId }: { businessId: string; id: string }) {
  return { businessId, staffId };
}
