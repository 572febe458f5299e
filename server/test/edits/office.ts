import { sql } from "kysely";
import type { Db } from "../../src/db/connection.ts";
import type { Answer, Caller } from "../harness/caller.ts";
import { makeMember } from "../harness/people.ts";
import type { TestApp } from "../harness/test-app.ts";

/** A business's console, used by its owner. */
export interface Office {
  caller: Caller;
  get: (path: string) => Promise<Answer>;
  post: (path: string, body: unknown) => Promise<Answer>;
  /** PATCH, PUT or DELETE with the current version in If-Match. */
  edit: (method: string, path: string, body?: unknown) => Promise<Answer>;
}

export async function openOffice(app: TestApp, businessId: string): Promise<Office> {
  const caller = app.as((await makeMember(app.db, businessId, "owner")).token);
  const url = `/v1/manage/businesses/${businessId}`;
  const get = (path: string) => caller.get(`${url}/${path}`);
  return {
    caller,
    get,
    post: (path, body) => caller.post(`${url}/${path}`, body),
    edit: async (method, path, body) => {
      // "staff/{id}/windows" uses the version of "staff/{id}".
      const { body: now } = await get(path.split("/").slice(0, 2).join("/"));
      const version = { "if-match": `"${now.version}"` };
      return caller.send(method, `${url}/${path}`, body, version);
    },
  };
}

/** What a refusal names: each booking once, and the rules that would be broken. */
export function namedIn(answer: Answer): { ids: string[]; reasons: string[] } {
  const bookings: { id: string; reasons: string[] }[] = answer.body.bookings ?? [];
  return {
    ids: [...new Set(bookings.map((one) => one.id))],
    reasons: [...new Set(bookings.flatMap((one) => one.reasons))].toSorted(),
  };
}

/** The bookings acknowledged in the latest audit entry about a subject. */
export async function lastAcknowledged(owner: Db, subjectId: string): Promise<string[]> {
  const { rows } = await sql<{ acknowledged: string[] | null }>`
    select after->'acknowledged' as acknowledged from audit_log where subject_id = ${subjectId}
    order by id desc limit 1`.execute(owner);
  return rows[0]?.acknowledged ?? [];
}
