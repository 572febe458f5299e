import { sql } from "kysely";
import type { Answer } from "../harness/caller.ts";
import { isId } from "./ask.ts";
import { kinds, type Estate } from "./estate.ts";

/** Business tables that only the business's own people may read, whatever its status. */
export const privateTables = [
  "members",
  "api_keys",
  "audit_log",
  "bookings",
  "booking_items",
  "claims",
  "pools",
  "pool_buckets",
  "pool_claims",
  "booking_events",
  "amendments",
  "messages",
  "payment_share_items",
  "payment_shares",
  "refund_items",
  "refunds",
  "payouts",
  "tax_settings",
  "invoices",
  "invoice_counters",
];

/** Tables that everybody may read while the business is approved. */
export const publicTables = [
  "locations",
  "location_hours",
  "location_holidays",
  "offerings",
  "units",
  "services",
  "staff",
  "service_staff",
  "staff_windows",
  "staff_breaks",
  "staff_exceptions",
  "rentals",
  "rental_units",
  "rental_prices",
  "vehicles",
  "vehicle_seats",
  "stops",
  "routes",
  "calendars",
  "calendar_dates",
  "journeys",
  "timetables",
  "timetable_stops",
  "journey_frequencies",
  "trips",
  "fares",
  "room_types",
  "room_rates",
];

/**
 * Every word in the database that would reveal something of the estate: ids, phone numbers, references, and texts with its
 * mark. The public data of an approved estate is not secret. Reads past every policy.
 */
export async function secretsOf(
  estate: Estate,
  { isApproved = true }: { isApproved?: boolean } = {},
): Promise<Set<string>> {
  const inPrivate = await wordsIn(estate, privateTables);
  const inPublic = await wordsIn(estate, publicTables);
  const people = [...(await wordsOfPeople(estate)), ...(await wordsOfMoney(estate))];
  const businesses = kinds.map((kind) => estate[kind].businessId);
  const all = [...inPrivate, ...people, ...(isApproved ? [] : [...inPublic, ...businesses])];
  const shown = new Set(isApproved ? [...inPublic, ...businesses] : []);
  return new Set(all.filter((word) => !shown.has(word) && word !== estate.admin.id));
}

async function wordsIn(estate: Estate, tables: readonly string[]): Promise<string[]> {
  const ids = kinds.map((kind) => estate[kind].businessId);
  const each = tables.map(
    (name) =>
      sql`select to_jsonb(t) as row from ${sql.table(name)} t where business_id = any (${ids}::uuid[])`,
  );
  const { rows } = await sql<{ row: unknown }>`
    ${sql.join(each, sql` union all `)}`.execute(estate.app.owner);
  return rows.flatMap(({ row }) => [...tellingWords(row, estate.mark)]);
}

async function wordsOfPeople(estate: Estate): Promise<string[]> {
  const { owner, manager, staff, former, customer } = estate;
  const ids = [owner, manager, staff, former, customer].map(({ id }) => id);
  const { rows } = await sql<{ row: unknown }>`
    select to_jsonb(u) as row from users u where id = any (${ids}::uuid[])
    union all select to_jsonb(s) from sessions s where user_id = any (${ids}::uuid[])
    union all select to_jsonb(o) from orders o where customer_id = any (${ids}::uuid[])
  `.execute(estate.app.owner);
  return rows.flatMap(({ row }) => [...tellingWords(row, estate.mark)]);
}

/** Secrets in rows without a business_id: payments and their ledger entries. */
async function wordsOfMoney(estate: Estate): Promise<string[]> {
  const owners = [estate.customer.id, ...kinds.map((kind) => estate[kind].businessId)];
  const { rows } = await sql<{ row: unknown }>`
    with own as (select * from payments where customer_id = ${estate.customer.id})
    select to_jsonb(p) as row from own p
    union all select to_jsonb(e) from payment_events e where e.payment_id in (select id from own)
    union all select to_jsonb(a) from ledger_accounts a where a.owner_id = any (${owners}::uuid[])
    union all select to_jsonb(t) from ledger_transactions t where t.payment_id in (select id from own)
  `.execute(estate.app.owner);
  return rows.flatMap(({ row }) => [...tellingWords(row, estate.mark)]);
}

const PHONE = /^\+\d{8,15}$/;
const REFERENCE = /^[0-9A-Z]{8}$/;
const NOBODY = "00000000-0000-0000-0000-000000000000";

function* tellingWords(value: unknown, mark: string): Generator<string> {
  if (typeof value === "string") {
    const tells = value.includes(mark) || PHONE.test(value) || REFERENCE.test(value) || isId(value);
    if (tells && value !== NOBODY) yield value;
  } else if (typeof value === "object" && value !== null) {
    for (const inner of Object.values(value)) yield* tellingWords(inner, mark);
  }
}

/** The secrets that an answer reveals, headers included. */
export function leaksIn({ body, headers }: Answer, secrets: ReadonlySet<string>): string[] {
  const words = `${typeof body === "string" ? body : JSON.stringify(body)} ${JSON.stringify([...headers])}`;
  return [...secrets].filter((secret) => words.includes(secret));
}
