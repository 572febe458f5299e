import { sql, type RawBuilder, type SqlBool, type Updateable } from "kysely";
import { noteAction } from "../audit/note-action.ts";
import type { Noun } from "../base/nouns.ts";
import { decodeCursor, pageSize, toPage, type Page } from "../base/page.ts";
import { notFound, preconditionFailed } from "../base/problem.ts";
import type { Db, Tx } from "../db/connection.ts";
import type { Database } from "../db/types.generated.ts";
import { assertNothingStands, editBesideSold } from "./edit-beside-sold.ts";
import type { MayBreak, SoldScope } from "./sold-scope.ts";

export type Key = { businessId: string; id: string };
/** Which row, and the version the caller read; without one the edit is made whatever is there (imports, demo). */
export type EditKey = Key & {
  version?: number;
  /** The bookings that the edit may break, named by the caller. */
  acknowledge?: readonly string[];
};

/** What every editable thing shows: the version is what If-Match names. */
export type Versioned = { id: string; version: number };

/** One row of a business, or a stretch of them in the order of their ids. */
export type Which = { id: string } | { after?: string; limit: number; activeOnly?: boolean };

type EditableTable =
  | "calendars"
  | "journeys"
  | "locations"
  | "offerings"
  | "rental_units"
  | "staff"
  | "stops"
  | "trips"
  | "vehicles";

/** Something a business edits: a row with a version, which its own collections (hours, seats) share. */
export interface Editable<View extends Versioned, Table extends EditableTable = EditableTable> {
  noun: Noun;
  table: Table;
  /** Complete as its readers see it, in the order of ids. */
  read(db: Db | Tx, businessId: string, which: Which): Promise<View[]>;
}

/** The condition for `which`; sort by `<table>.id` and take `limitOf(which)`. */
export function chosen(table: string, businessId: string, which: Which): RawBuilder<SqlBool> {
  const [own, id, active] = ["business_id", "id", "active"].map((name) =>
    sql.ref(`${table}.${name}`),
  );
  if ("id" in which) return sql`${own} = ${businessId} and ${id} = ${which.id}`;
  const after = which.after === undefined ? sql`` : sql` and ${id} > ${which.after}::uuid`;
  return sql`${own} = ${businessId}${after}${which.activeOnly ? sql` and ${active}` : sql``}`;
}

export function limitOf(which: Which): number {
  return "id" in which ? 1 : which.limit;
}

/** @throws Problem not-found */
export async function getOne<View extends Versioned>(
  db: Db | Tx,
  editable: Editable<View>,
  { businessId, id }: Key,
): Promise<View> {
  const [view] = await editable.read(db, businessId, { id });
  if (!view) throw notFound(editable.noun);
  return view;
}

/**
 * One page in the order of ids, which is the order of making.
 *
 * @throws Problem invalid-request for a cursor of something else
 */
export async function listPage<View extends { id: string }>(
  asked: { limit?: number; cursor?: string },
  read: (which: { after?: string; limit: number }) => Promise<View[]>,
): Promise<Page<View>> {
  const size = pageSize(asked.limit);
  const after = asked.cursor ? decodeCursor(asked.cursor, ["id"])[0] : undefined;
  return toPage(
    await read({ after, limit: size + 1 }),
    size,
    (view) => [view.id],
    (view) => view,
  );
}

/** Makes a row as `insert` says, and notes it. */
export async function create<View extends Versioned>(
  tx: Tx,
  editable: Editable<View>,
  key: Key,
  insert: () => Promise<unknown>,
): Promise<View> {
  await insert();
  const after = await getOne(tx, editable, key);
  await note(tx, editable, key, "created", { after });
  return after;
}

/**
 * Locks the row, lets `change` write what hangs on it and say which of its own columns become what, and notes
 * before and after. The version goes up by one, also when only a collection changed.
 *
 * @param verb what happened, for the audit trail: "changed", "hoursReplaced"
 * @param mayBreak what it answers is locked before the change, and bookings that the change breaks must be acknowledged,
 *   which is noted
 * @throws Problem not-found, precondition-failed, conflict naming bookings, and what `change` throws
 */
export async function edit<View extends Versioned, Table extends EditableTable>(
  tx: Tx,
  editable: Editable<View, Table>,
  key: EditKey,
  verb: string,
  change: (before: View) => Promise<Updateable<Database[Table]> | void>,
  mayBreak?: MayBreak<View>,
): Promise<View> {
  await lockVersion(tx, editable, key);
  const before = await getOne(tx, editable, key);
  const write = async () => {
    const columns = await change(before);
    await touch(tx, editable, key, columns as object | undefined);
  };
  const scope = await mayBreak?.(before);
  const broken = scope && (await editBesideSold(tx, key, scope, write));
  if (!scope) await write();
  const after = await getOne(tx, editable, key);
  await note(tx, editable, key, verb, { before, after: { ...after, ...acknowledgedIn(broken) } });
  return after;
}

/** What is noted beside an edit: the bookings that it broke, with whoever made it knowing so. */
export function acknowledgedIn(broken: readonly string[] = []) {
  return broken.length > 0 ? { acknowledged: broken } : {};
}

/**
 * The same for a collection too long to be shown with the row: what is noted is the collection.
 *
 * @param show the collection, or the part of it that `write` may change
 * @throws Problem not-found, precondition-failed, and what `write` throws
 */
export async function editCollection<View extends Versioned>(
  tx: Tx,
  editable: Editable<View>,
  key: EditKey,
  verb: string,
  { show, write }: { show: () => Promise<unknown>; write: () => Promise<unknown> },
): Promise<View> {
  await lockVersion(tx, editable, key);
  const before = await show();
  await write();
  await touch(tx, editable, key);
  await note(tx, editable, key, verb, { before, after: await show() });
  return getOne(tx, editable, key);
}

/**
 * Removes a row that nothing points at. What was ever booked stays: make it inactive instead.
 *
 * @param unit it is also a unit, whose row goes with it
 * @param sold what of all that is sold needs it: bookings to come are named in the refusal
 * @throws Problem not-found, precondition-failed, conflict
 */
export async function remove<View extends Versioned>(
  tx: Tx,
  editable: Editable<View>,
  key: EditKey,
  { unit = false, sold }: { unit?: boolean; sold?: SoldScope } = {},
): Promise<void> {
  await lockVersion(tx, editable, key);
  const before = await getOne(tx, editable, key);
  if (sold) await assertNothingStands(tx, key.businessId, sold);
  for (const table of unit ? [editable.table, "units"] : [editable.table]) {
    await sql`delete from ${sql.table(table)} where business_id = ${key.businessId} and id = ${key.id}`.execute(
      tx,
    );
  }
  await note(tx, editable, key, "removed", { before });
}

/**
 * Locks the row until the transaction ends, and checks that it is the version the caller read.
 *
 * @throws Problem not-found, precondition-failed
 */
export async function lockVersion(
  tx: Tx,
  { table, noun }: Editable<Versioned>,
  key: EditKey,
): Promise<void> {
  const { rows } = await sql<{ version: number }>`
    select version from ${sql.table(table)} where business_id = ${key.businessId} and id = ${key.id} for update
  `.execute(tx);
  const found = rows[0];
  if (!found) throw notFound(noun);
  if (key.version !== undefined && key.version !== found.version) throw preconditionFailed();
}

/** Writes the columns, if any, and with or without them a new version, which it answers. */
export async function touch(
  tx: Tx,
  { table }: Editable<Versioned>,
  { businessId, id }: Key,
  columns: object = {},
): Promise<number> {
  // Every editable table has these columns; the type system cannot see it through a union of tables.
  const { version } = await tx
    .updateTable(table as "locations")
    .set({ ...columns, updated_at: sql`app_now()` })
    .where("business_id", "=", businessId)
    .where("id", "=", id)
    .returning("version")
    .executeTakeFirstOrThrow();
  return version;
}

function note(
  tx: Tx,
  { noun }: { noun: Noun },
  { businessId, id }: Key,
  verb: string,
  change: { before?: unknown; after?: unknown },
) {
  return noteAction(tx, {
    businessId,
    action: `${noun}.${verb}`,
    subjectKind: noun,
    subjectId: id,
    ...change,
  });
}
