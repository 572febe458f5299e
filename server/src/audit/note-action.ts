import { sql } from "kysely";
import { newId } from "../base/id.ts";
import type { Noun } from "../base/nouns.ts";
import type { Tx } from "../db/connection.ts";

/** An action and its object. `before` and `after` are what a reader of the API would have seen. */
export type Action = {
  /** Absent: the action concerns the platform itself. */
  businessId?: string;
  /** Object and action: "service.changed". */
  action: string;
  subjectKind: Noun;
  subjectId: string;
  before?: unknown;
  after?: unknown;
};

const PLATFORM = "00000000-0000-0000-0000-000000000000";

/** Adds a row to the audit trail; actor, time, address and request id come from the context entered. */
export async function noteAction(tx: Tx, note: Action): Promise<void> {
  await sql`
    insert into audit_log (business_id, id, actor, action, subject_kind, subject_id, request_id, ip, before, after)
    values (${note.businessId ?? PLATFORM}, ${newId()},
      coalesce(nullif(current_setting('app.actor', true), ''), session_user),
      ${note.action}, ${note.subjectKind}, ${note.subjectId},
      nullif(current_setting('app.request_id', true), ''), nullif(current_setting('app.ip', true), ''),
      ${asJson(note.before)}::jsonb, ${asJson(note.after)}::jsonb)
  `.execute(tx);
}

function asJson(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
