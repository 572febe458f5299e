import { Type } from "typebox";
import type { Route } from "../http/route.ts";
import { defineRoute } from "../http/route.ts";
import {
  businessParams,
  id,
  instant,
  line,
  nullable,
  object,
  optional,
  page,
  pageQuery,
} from "../http/shapes.ts";
import { listAuditEntries } from "./audit-entries.ts";

const entry = object(
  {
    id,
    businessId: Type.String({
      format: "uuid",
      description: "All zeros for platform actions",
    }),
    at: instant,
    actor: Type.String({ description: "user:<id>, key:<id> or system:<task>" }),
    action: Type.String({ examples: ["service.changed"] }),
    subjectKind: Type.String(),
    subjectId: Type.String(),
    requestId: nullable(Type.String()),
    ip: nullable(Type.String()),
    before: Type.Unknown({
      description: "The record before the action; null if the action created it",
    }),
    after: Type.Unknown({
      description: "The record after the action; null if the action removed it",
    }),
  },
  { title: "AuditEntry" },
);

const query = {
  ...pageQuery,
  actor: optional(line(100)),
  action: optional(line(100)),
  subjectKind: optional(line(100)),
  subjectId: optional(line(100)),
  from: optional(instant),
  to: optional(instant),
};

/** The audit trail, for a business's managers and for the platform. */
export function auditRoutes(): Route[] {
  return [
    defineRoute({
      method: "GET",
      url: "/v1/manage/businesses/:businessId/audit",
      summary: "List the business's audit trail, newest first",
      tag: "audit",
      access: { who: "member", role: "manager" },
      params: businessParams,
      query: object(query),
      reply: { 200: page(entry) },
      run: async ({ db, params, query: filter }) => ({
        body: await listAuditEntries(db, { ...filter, businessId: params.businessId }),
      }),
    }),
    defineRoute({
      method: "GET",
      url: "/v1/admin/audit",
      summary: "List the platform's audit trail, newest first",
      tag: "admin",
      access: { who: "admin" },
      query: object({ ...query, businessId: optional(id) }),
      reply: { 200: page(entry) },
      run: async ({ db, query: filter }) => ({ body: await listAuditEntries(db, filter) }),
    }),
  ];
}
