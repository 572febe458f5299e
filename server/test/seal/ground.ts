import { sql } from "kysely";
import { expect } from "vitest";
import { instantText } from "../../src/base/time.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { runChecks } from "../../src/main/verify/run-checks.ts";
import { sealChecks } from "../../src/main/verify/seal-checks.ts";
import { drainOutbox } from "../../src/queue/drain-outbox.ts";
import { sealEvents, type Subject } from "../../src/seal/seal-events.ts";
import { sealSubscriptions } from "../../src/seal/jobs.ts";
import type { SealTools } from "../../src/seal/sealer.ts";
import { haircut } from "../flows/wants.ts";
import { makeSalon, type Salon } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { makePerson, platform } from "../harness/people.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";

export type SealApp = Awaited<ReturnType<typeof openSealApp>>;

/** Opens the app with a salon of 30 staff; its worker is not running. */
export async function openSealApp(options: { dataFolder?: string } = {}) {
  const app = await startTestApp({ clock: standingClock(), ...options });
  const salon = await makeSalon(app.db, { staff: 30 });
  const customer = app.as((await makePerson(app.db)).token);
  return {
    ...app,
    salon,
    parts: app.app.parts,
    /** Books a haircut, confirmed at once: one booking with one event. */
    book: () => bookOne(customer, salon),
    cancel: async ({ id }: Subject) => {
      expect((await customer.post(`/v1/bookings/${id}/cancellation`)).status).toBe(200);
    },
    /** Delivers the outbox's events to the seal subscriptions, as the worker does. */
    tell: async () => {
      const subscriptions = sealSubscriptions(app.app.parts);
      while ((await drainOutbox({ ...app.app.parts, subscriptions })) > 0);
    },
  };
}

async function bookOne(customer: Caller, salon: Salon): Promise<Subject> {
  const items = [haircut(salon, "2026-11-24T10:00:00+03:00")];
  const { status, body } = await customer.post("/v1/bookings", { items });
  expect(status, JSON.stringify(body)).toBe(201);
  return { kind: "booking", businessId: salon.businessId, id: body.id };
}

/** Returns the seals as "number subject seq", by number. */
export async function sealsOf({ owner }: Pick<SealApp, "owner">): Promise<string[]> {
  const { rows } = await sql<{ said: string }>`
    select number || ' ' || subject_id || ' ' || seq as said from event_seals order by number, subject_id, seq`.execute(
    owner,
  );
  return rows.map(({ said }) => said);
}

/** Seals events in a separate transaction, as the worker does. */
export function sealBy(app: Pick<SealApp, "db" | "parts">, subjects: Subject[], lock?: number) {
  const { current } = app.parts.seals.keys;
  return inTransaction(app.db, platform, (tx) => sealEvents(tx, subjects, current, lock));
}

/** Runs statements as the owner with triggers and foreign keys off. */
export async function sabotage({ owner }: Pick<SealApp, "owner">, ...statements: string[]) {
  await owner.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx);
    for (const statement of statements) await sql.raw(statement).execute(tx);
  });
}

const CHAIN = "every booking's chain of events is unbroken";
const watched = new Set([...sealChecks.map(({ title }) => title), CHAIN]);

/** Returns what holdfast verify finds wrong with the history, checked with the app's keys or others. */
export async function brokenHistory(
  app: Pick<SealApp, "db" | "clock" | "parts">,
  seals: SealTools = app.parts.seals,
) {
  const results = await runChecks(app.db, instantText(app.clock.now()), () => undefined, seals);
  const broken = results.filter((one) => one.broken > 0 && watched.has(one.title));
  return {
    titles: broken.map(({ title }) => title),
    notes: broken.flatMap(({ note }) => note ?? []),
  };
}

export const titles = {
  chain: CHAIN,
  signed: "every seal was made with a key of this installation, and its event is unchanged",
  numbered: "the seals are numbered from 1 without a gap",
  sealed: "every event from before the worker's last search for unsealed events has a seal",
  remembered: "the newest seal remembered outside the database is still in it",
};
