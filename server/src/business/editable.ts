import { sql, type RawBuilder, type SqlBool, type Updateable } from "kysely";
import { noteAction } from "../audit/note-action.ts";
import type { Noun } from "../base/nouns.ts";
import { decodeCursor, fittingRows, pageSize, toPage, type Page } from "../base/page.ts";
import { notFound, preconditionFailed } from "../base/problem.ts";
import type { Db, Tx } from "../db/connection.ts";
import type { Database } from "../db/types.generated.ts";
import { assertRoomFor } from "./catalogue-max.ts";
import { assertNothingStands, editBesideSold } from "./edit-beside-sold.ts";
import type { MayBreak, SoldScope } from "./sold-scope.ts";

export type Key = { businessId: string; id: string };
/** The row, and the version the caller read; without a version the edit is unconditional (imports, demo). */
export type EditKey = Key & {
  version?: number;
  /** The bookings that the edit may break, as named by the caller. */
  acknowledge?: readonly string[];
};

/** Shown by everything editable: the version is what If-Match names. */
export type Versioned = { id: string; version: number };

/** One row of a business, or a range of them in order of id. */
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

/** Something a business edits: a row with a version, which also covers its collections (hours, seats). */
export interface Editable<View extends Versioned, Table extends EditableTable = EditableTable> {
  noun: Noun;
  table: Table;
  /** Complete as readers see it, in order of id. */
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

/** Read together: few enough that a turn of the event loop is short, even when each has a thousand seats or holidays. */
const ROWS_AT_ONCE = 25;

/**
 * One page in order of id, which is the order of creation. It may hold fewer than asked for and still have a next page.
 *
 * @throws Problem invalid-request for a cursor from another list
 */
export async function listPage<View extends { id: string }>(
  asked: { limit?: number; cursor?: string },
  read: (which: { after?: string; limit: number }) => Promise<View[]>,
): Promise<Page<View>> {
  const size = pageSize(asked.limit);
  let after = asked.cursor ? decodeCursor(asked.cursor, ["id"])[0] : undefined;
  const found: View[] = [];
  const characters: number[] = [];
  let shown = 0;
  for (;;) {
    const limit = Math.min(ROWS_AT_ONCE, size + 1 - found.length);
    const views = await read({ after, limit });
    found.push(...views);
    characters.push(...views.map((view) => JSON.stringify(view).length));
    shown = fittingRows(characters, size);
    if (views.length < limit || found.length > shown) break;
    after = views.at(-1)?.id;
  }
  return toPage(
    found,
    shown,
    (view) => [view.id],
    (view) => view,
  );
}

/**
 * Creates a row by `insert`, and audits it.
 *
 * @throws Problem conflict when the business has as many as it may have, and what `insert` throws
 */
export async function create<View extends Versioned>(
  tx: Tx,
  editable: Editable<View>,
  key: Key,
  insert: () => Promise<unknown>,
): Promise<View> {
  await assertRoomFor(tx, editable.table, key.businessId);
  await insert();
  const after = await getOne(tx, editable, key);
  await note(tx, editable, key, "created", { after });
  return after;
}

/**
 * Locks the row, lets `change` write what depends on it and return its new column values, and audits before and
 * after. The version rises by one, even when only a collection changed.
 *
 * @param verb the action, for the audit trail: "changed", "hoursReplaced"
 * @param mayBreak returns what to lock before the change; bookings that the change breaks must be acknowledged, and
 *   are audited
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

/** What is audited with an edit: the bookings it broke, with who acknowledged them. */
export function acknowledgedIn(broken: readonly string[] = []) {
  return broken.length > 0 ? { acknowledged: broken } : {};
}

/**
 * The same for a collection too long to be shown with the row: the collection is audited.
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
 * Removes a row that nothing refers to. Anything ever booked stays: deactivate it instead.
 *
 * @param unit whether it is also a unit, whose row is deleted with it
 * @param sold the sold items that need it: coming bookings are named in the refusal
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
 * Locks the row until the transaction ends, and checks the version the caller read.
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

/** Writes the columns, if any, and raises the version, which it returns. */
export async function touch(
  tx: Tx,
  { table }: Editable<Versioned>,
  { businessId, id }: Key,
  columns: object = {},
): Promise<number> {
  // Every editable table has these columns; the type system cannot see that through a union of tables.
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
