import { sql } from "kysely";
import { expect } from "vitest";
import { makeSalon, type Salon } from "../harness/businesses.ts";
import type { Answer, Caller } from "../harness/caller.ts";
import { fillWallet } from "../harness/money-app.ts";
import { makePerson, type Person } from "../harness/people.ts";
import { openRelay, type Relay } from "../harness/relay.ts";
import { openTestSandbox, payAsPerson, sandboxKeys } from "../harness/sandbox.ts";
import { startServers, type ServerProcess } from "../harness/server-processes.ts";
import { createTestDatabase } from "../harness/test-database.ts";
import type { Sandbox } from "../../src/main/sandbox/open-sandbox.ts";
import { openArena, type Arena } from "../races/arena.ts";
import { at } from "../races/days.ts";

/** What everything here costs, in minor units. */
export const PRICE = 10_000;
/** Of each process. */
const POOL = 12;
const RETURN = "https://book.example/back";

/** An arena whose server processes take cards through a sandbox of their own. */
export interface MoneyArena extends Arena {
  sandbox: Sandbox;
  /** Stands before the sandbox. */
  relay: Relay;
  /** Has the nth server process do background work. */
  work(task: string, server?: number): Promise<void>;
  /** Until no process has anything to do any more, webhooks included. */
  workAll(): Promise<void>;
}

/**
 * Opens several: the first for the race as it is, the others for its controls. The same processes serve all.
 *
 * @param aheadMs how far the clock of each process runs ahead; two on time when left out
 */
export async function openMoneyArenas<const Names extends readonly string[]>(
  names: Names,
  aheadMs: readonly number[] = [0, 0],
): Promise<Record<Names[number], MoneyArena> & { stopServers: () => Promise<void> }> {
  const { secretKey, webhookSecret } = sandboxKeys;
  const places = await Promise.all(
    names.map(async () => {
      const sandbox = await openTestSandbox();
      const relay = await openRelay(sandbox.origin);
      return { database: await createTestDatabase({ poolSize: 4 }), sandbox, relay };
    }),
  );
  const grounds = (ahead: number) =>
    places.map(({ database, relay }, index) => ({
      url: database.url,
      poolSize: POOL,
      aheadMs: ahead,
      isQuiet: index > 0,
      moyasar: { url: `${relay.origin}/v1`, secretKey, webhookSecret },
    }));
  const { servers, stop } = await startServers(...aheadMs.map(grounds));
  const arenas = places.map(async ({ database, sandbox, relay }, index) => {
    const origins = servers.map((one) => one.origins[index]!);
    sandbox.notify({ moyasar: { url: `${origins[0]!}/webhooks/moyasar`, secret: webhookSecret } });
    const arena = await openArena(database, origins);
    return { ...arena, sandbox, relay, ...workers(servers, index, sandbox) };
  });
  const opened = await Promise.all(arenas);
  const named = Object.fromEntries(names.map((name, index) => [name, opened[index]!]));
  return { ...(named as Record<Names[number], MoneyArena>), stopServers: stop };
}

function workers(servers: ServerProcess[], ground: number, sandbox: Sandbox) {
  const work = async (task: string, server = servers.length - 1) =>
    servers[server]!.work(task, ground);
  return {
    work,
    async workAll() {
      // What one finds makes work for the next: a webhook an event, a refund a webhook.
      for (let round = 0; round < 3; round += 1) {
        await sandbox.sendWebhooks();
        await work("outbox");
        await work("send-refunds");
      }
    },
  };
}

/** A customer of an arena, who orders at one process or another. */
export interface Customer extends Person {
  caller(server?: number): Caller;
}

export async function makeCustomer(arena: MoneyArena, walletMinor = 0): Promise<Customer> {
  const person = await makePerson(arena.db);
  if (walletMinor > 0) await fillWallet(arena, person.id, walletMinor);
  return { ...person, caller: (server = 0) => arena.as(person.token, server) };
}

/** An order of one haircut that waits for its money. */
export interface Held {
  id: string;
  bookingId: string;
  salon: Salon;
}

/** Holds of one customer, or one for each of several, at chairs of one salon. */
export async function makeHolds(
  arena: MoneyArena,
  customers: readonly Customer[],
  terms: { acceptance?: "manual" } = {},
): Promise<Held[]> {
  const salon = await makeSalon(arena.db, {
    staff: customers.length,
    terms: { payment_terms: "full", free_cancel_hours: 0, ...terms },
  });
  return Promise.all(
    customers.map(async (customer, n) => {
      const item = chair(salon, n);
      const { status, body } = await customer.caller().post("/v1/orders", { items: [item] });
      expect(status, JSON.stringify(body)).toBe(201);
      return { id: body.id, bookingId: body.bookings[0].id, salon };
    }),
  );
}

export function chair({ serviceId, staffIds }: Salon, n: number) {
  return { kind: "appointment", serviceId, staffId: staffIds[n], start: at("10:00") };
}

/** Asks to pay for an order, with a key of its own unless `headers` brings one. */
export function pay(
  caller: Caller,
  orderId: string,
  how: object = {},
  headers?: Record<string, string>,
): Promise<Answer> {
  const body = { method: "card", returnUrl: RETURN, ...how };
  return caller.post(`/v1/orders/${orderId}/payments`, body, headers);
}

/** A payment whose payer has just approved it at the bank; its webhook waits at the sandbox. */
export async function payUnheard(
  { sandbox }: MoneyArena,
  caller: Caller,
  held: Held,
): Promise<string> {
  sandbox.set({ reorderWebhooks: true });
  const { status, body } = await pay(caller, held.id);
  expect(status, JSON.stringify(body)).toBe(201);
  await payAsPerson(body.redirectUrl, { outcome: "approve" });
  return body.id;
}

/** A payment that was made, heard of and is settled. */
export async function payWhole(arena: MoneyArena, caller: Caller, held: Held): Promise<string> {
  const id = await payUnheard(arena, caller, held);
  await arena.workAll();
  return id;
}

/** What the sandbox has taken and given back, in minor units, over all that it knows. */
export async function atGateway({ sandbox }: MoneyArena) {
  const response = await fetch(`${sandbox.origin}/sandbox/payments`);
  const { payments, invoices } = (await response.json()) as {
    payments: { status: string; amount: number; captured: number; refunded: number }[];
    invoices: { id: string }[];
  };
  const taken = payments.filter(({ status }) => ["paid", "captured", "refunded"].includes(status));
  const sum = (pick: (one: (typeof taken)[number]) => number) =>
    taken.reduce((total, one) => total + pick(one), 0);
  return {
    taken: sum(({ captured, amount }) => captured || amount),
    refunded: sum(({ refunded }) => refunded),
    statuses: payments.map(({ status }) => status),
    invoices: invoices.length,
  };
}

/** How a booking and what was paid for it stand: "cancelled refunded". */
export async function standing(
  { owner }: MoneyArena,
  bookingIds: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string; stands: string }>`
    select b.id, b.status || coalesce(' ' || string_agg(p.status, ' ' order by p.created_at), '') as stands
    from bookings b left join payment_shares s on s.booking_id = b.id left join payments p on p.id = s.payment_id
    where b.id = any (${bookingIds}::uuid[]) group by b.id, b.status`.execute(owner);
  const stands = new Map(rows.map((row) => [row.id, row.stands]));
  return bookingIds.map((id) => stands.get(id) ?? "unknown");
}

/** How many of each there are: `{ "cancelled refunded": 3 }`. */
export function count(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

/** One row of a query, as the owner. */
export async function ask<T>({ owner }: MoneyArena, query: ReturnType<typeof sql<T>>): Promise<T> {
  return (await query.execute(owner)).rows[0]!;
}
