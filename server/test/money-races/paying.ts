import { sql } from "kysely";
import { expect } from "vitest";
import { makeSalon, type Salon } from "../harness/businesses.ts";
import type { Answer, Caller } from "../harness/caller.ts";
import { fillWallet } from "../harness/money-app.ts";
import { makePerson, type Person } from "../harness/people.ts";
import { payAsPerson } from "../harness/sandbox.ts";
import type { TestDatabase } from "../harness/test-database.ts";
import { cardToken } from "../isolation/card-token.ts";
import type { Sandbox } from "../../src/sandbox/open-sandbox.ts";
import { at } from "../races/days.ts";

/** Customers who hold appointments and pay for them, at any server. */

/** The price of everything here, in minor units. */
export const PRICE = 10_000;
export const RETURN = "https://book.example/back";

/** The database, sandbox and servers they use. */
export interface Place extends TestDatabase {
  sandbox: Sandbox;
  /** A caller with this token at the nth server. */
  as(token: string, server?: number): Caller;
  /** Runs all pending work, webhooks included. */
  workAll(): Promise<void>;
}

/** A customer who can call any of the servers. */
export interface Customer extends Person {
  caller(server?: number): Caller;
}

export async function makeCustomer(place: Place, walletMinor = 0): Promise<Customer> {
  const person = await makePerson(place.db);
  if (walletMinor > 0) await fillWallet(place, person.id, walletMinor);
  return { ...person, caller: (server = 0) => place.as(person.token, server) };
}

/** An order of one haircut that awaits payment. */
export interface Held {
  id: string;
  bookingId: string;
  salon: Salon;
}

/** Makes one hold for each of `customers`, at chairs of one salon. */
export async function makeHolds(
  place: Place,
  customers: readonly Customer[],
  terms: { acceptance?: "manual" } = {},
): Promise<Held[]> {
  const salon = await makeSalon(place.db, {
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

/** Makes a payment that is approved at the bank; its webhook waits at the sandbox. */
export async function payUnheard({ sandbox }: Place, caller: Caller, held: Held): Promise<string> {
  sandbox.set({ reorderWebhooks: true });
  const { status, body } = await pay(caller, held.id);
  expect(status, JSON.stringify(body)).toBe(201);
  await payAsPerson(body.redirectUrl, { outcome: "approve" });
  return body.id;
}

/** Makes a payment and settles it. */
export async function payWhole(place: Place, caller: Caller, held: Held): Promise<string> {
  const id = await payUnheard(place, caller, held);
  await place.workAll();
  return id;
}

/** Makes a pending booking with its money held on a card. */
export async function holdOnCard(place: Place, customer: Customer) {
  const [held] = await makeHolds(place, [customer], { acceptance: "manual" });
  const token = await cardToken(place.sandbox);
  const { body } = await pay(customer.caller(), held!.id, { token });
  await payAsPerson(body.redirectUrl, { outcome: "approve" });
  await place.workAll();
  expect(await standing(place, [held!.bookingId])).toEqual(["pending authorized"]);
  return { ...held!, paymentId: body.id as string };
}

/** Returns what the sandbox has taken and refunded in all, in minor units. */
export async function atGateway({ sandbox }: Place) {
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

/** Returns the status of each booking and of its payments: "cancelled refunded". */
export async function standing({ owner }: Place, bookingIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string; stands: string }>`
    select b.id, b.status || coalesce(' ' || string_agg(p.status, ' ' order by p.created_at), '') as stands
    from bookings b left join payment_shares s on s.booking_id = b.id left join payments p on p.id = s.payment_id
    where b.id = any (${bookingIds}::uuid[]) group by b.id, b.status`.execute(owner);
  const stands = new Map(rows.map((row) => [row.id, row.stands]));
  return bookingIds.map((id) => stands.get(id) ?? "unknown");
}

/** Counts each word: `{ "cancelled refunded": 3 }`. */
export function count(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

/** Returns one row of a query, as the owner. */
export async function ask<T>({ owner }: Place, query: ReturnType<typeof sql<T>>): Promise<T> {
  return (await query.execute(owner)).rows[0]!;
}
