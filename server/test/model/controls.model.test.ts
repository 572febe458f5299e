import fc from "fast-check";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { countNothing } from "../races/arena.ts";
import { theBooksAgree, type Spoilt, type StepKind } from "./property.ts";
import { startModelApp, type ModelApp } from "./world.ts";

/** Enough runs to find every missing guard below. */
const RUNS = 100;
/** Any seed finds each of them; with this one none takes long. */
const SEED = 7;

/** The property's failure when it runs against a broken system or model. */
async function failureOf(app: ModelApp, spoilt: Spoilt): Promise<string> {
  const result = await fc.check(theBooksAgree(app, { ...spoilt, isUnchecked: true }), {
    seed: SEED,
    numRuns: RUNS,
    endOnFailure: true,
  });
  return result.failed ? String(result.errorInstance) : "found nothing wrong";
}

/** The app on a database with one guard removed. */
async function without(guard: string): Promise<ModelApp> {
  const app = await startModelApp();
  for (const statement of guard.split(";\n")) await sql.raw(statement).execute(app.owner);
  return app;
}

const selling: StepKind[] = ["placing", "placingAgain", "waiting", "waitingUntil", "payingLate"];

const guards: [string, string, StepKind[], RegExp][] = [
  [
    "the constraints against overlapping claims",
    "alter table claims drop constraint claims_never_overlap, drop constraint seat_claims_never_overlap",
    selling,
    // Found by a late payment, which takes without looking first because the constraint checks.
    /what customers read/,
  ],
  [
    "the constraint on the capacity of pools",
    `alter table pool_buckets drop constraint pool_within_capacity;
${countNothing}`,
    selling,
    /201 .* instead of .*already-taken|what customers read/,
  ],
  [
    "the sweep of expired holds",
    `create or replace function overdue_holds(want wanted) returns uuid[] stable language sql as
       'select array[]::uuid[]'`,
    selling,
    /^AssertionError: 409 .* instead of .*201/s,
  ],
  [
    "the release of a cancelled booking's claims",
    "drop trigger bookings_inventory on bookings",
    ["placing", "placingAgain", "cancelling"],
    /"status":500|claims that count|expected 'already-taken' to be undefined/,
  ],
  [
    "the end of holds at a suspended business",
    "create or replace function end_unsold(business uuid) returns void language sql as ''",
    ["placing", "suspending"],
    /what customers read/,
  ],
  [
    "the check that a business is still open when anything is taken",
    "create or replace function assert_open(business uuid, closes_at timestamptz) returns void language sql as ''",
    ["placing", "amending", "suspending", "waiting", "payingLate"],
    /what customers read|expected 201|\[ 201|\[ 200/,
  ],
  [
    "the check by late payments that the item is still offered",
    `create or replace function assert_offered(want wanted, items jsonb, owned claims[]) returns void language sql as ''`,
    ["placing", "closing", "closing", "closing", "waitingUntil", "payingLate", "payingLate"],
    /what customers read/,
  ],
  [
    "the update of sold seats to a trip's new times",
    "drop trigger trips_follow on trips",
    ["placing", "retiming"],
    /who is told of being retimed|what customers read/,
  ],
  [
    "the end of expired holds before a trip is edited",
    "create or replace function lock_trips(business uuid, trips uuid[]) returns void language sql as ''",
    ["placing", "waiting", "restopping", "restopping", "restopping"],
    /409, *"conflict"|expected 409|who is told/,
  ],
  [
    "the withdrawal of open amendments when a trip changes vehicle",
    "create or replace function withdraw_trip_amendments(business uuid, trip uuid) returns void language sql as ''",
    ["placing", "confirming", "amending", "amending", "reseating"],
    /claims that count|expected \[|who is told/,
  ],
  [
    "the new seat numbers when a trip changes vehicle",
    "create or replace function reseat_trip(business uuid, trip uuid, seats jsonb) returns void language sql as ''",
    ["placing", "reseating"],
    /"status":(409|500)|claims that count|who is told/,
  ],
  [
    "the search for appointments outside new staff hours",
    `create or replace function staff_misfits(business uuid, person uuid, starts timestamptz, ends timestamptz, zone text,
       wall tsmultirange) returns text[] stable language sql as $$ select '{}'::text[] $$`,
    ["placing", "rescheduling"],
    /200.*409.*conflict/s,
  ],
  [
    "the search for bookings broken by absent staff or rigs out of use",
    `create or replace function misfits(business uuid, kind text, offering uuid, place uuid, unit uuid, starts timestamptz,
       ends timestamptz, details jsonb) returns text[] stable language sql as $$ select '{}'::text[] $$`,
    ["placing", "resting", "leaving", "idling"],
    /expected \[\] to deeply equal \[ Array\(\d+\) \]/,
  ],
  [
    "the answer stored under an Idempotency-Key",
    `create or replace function find_answer(in_scope text, in_key text, since timestamptz) returns jsonb
       stable language sql as 'select null::jsonb'`,
    ["placing", "repeating"],
    /idempoten|replayed|expected null|409/,
  ],
];

test.each(guards)(
  "control: without %s the system does not match the model",
  { timeout: 120_000 },
  async (_, guard, only, said) => {
    expect(await failureOf(await without(guard), { only })).toMatch(said);
  },
);

test(
  "control: a model that keeps holds forever does not match the system",
  { timeout: 120_000 },
  async () => {
    const app = await startModelApp();
    const failure = await failureOf(app, {
      only: selling,
      spoil(books) {
        // The model lets holds last forever.
        const advance = books.advance.bind(books);
        books.advance = (ms) => {
          const open = books.bookings.filter((one) => one.expiresAt !== null);
          const ends = open.map((one) => one.expiresAt);
          for (const one of open) one.expiresAt = null;
          advance(ms);
          for (const [index, one] of open.entries()) one.expiresAt = ends[index]!;
        };
      },
    });
    expect(failure).toMatch(/what customers read|already-taken|expired|invalid-transition/);
  },
);
