import { sql } from "kysely";
import { expect } from "vitest";
import { MINUTE_MS } from "../../src/base/time.ts";
import { makeVenue } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { makeMember } from "../harness/people.ts";
import { payAsPerson } from "../harness/sandbox.ts";
import { cardToken } from "../isolation/card-token.ts";
import { without, type Arena } from "../races/arena.ts";
import { at } from "../races/days.ts";
import type { MoneyArena } from "./money-arena.ts";
import { makeCustomer, pay, standing } from "./paying.ts";

/** Rigs rented by the hour that customers pay by card and change while the money is on its way. */

/** The second server's clock is so far ahead that everything pending at the first has expired there. */
export const [NOW, LATER] = [0, 1];
export const aheadMs = [0, 15 * MINUTE_MS] as const;

/** The price of an hour, in minor units. */
export const HOUR = 5_000;

export type Rig = Awaited<ReturnType<typeof holdRig>>;

/** Holds the only rig of a venue, unpaid, from ten o'clock for `hours`. */
export async function holdRig(arena: MoneyArena, hours = 1, terms: { acceptance?: "manual" } = {}) {
  const venue = await makeVenue(arena.db, {
    units: 1,
    terms: { payment_terms: "full", free_cancel_hours: 0, ...terms },
  });
  const manager = await makeMember(arena.db, venue.businessId, "manager");
  const customer = await makeCustomer(arena);
  const by = (server = NOW) => customer.caller(server);
  const { rentalId } = venue;
  const items = [{ kind: "rental", rentalId, start: at("10:00"), end: at(`${10 + hours}:00`) }];
  const { status, body: order } = await by().post("/v1/orders", { items });
  expect(status, JSON.stringify(order)).toBe(201);
  const [booking] = order.bookings;
  const id = booking.id as string;
  const path = `/v1/bookings/${id}`;
  const change = async (what: object) =>
    by().post(`${path}/amendments`, { items: [{ id: booking.items[0].id as string, ...what }] });
  return {
    id,
    orderId: order.id as string,
    businessId: venue.businessId,
    rentalId,
    moneyLock: `hashtextextended('money:${order.id as string}', 13)`,
    /** Pays on the gateway's page, or with a card token. */
    payByCard: (token?: string) => payOnPage(by(), order.id, token),
    change,
    withdraw: (amendmentId: string) => by().post(`${path}/amendments/${amendmentId}/withdrawal`),
    cancel: () => arena.as(manager.token, NOW).post(`${path}/cancellation`),
    accept: () => arena.as(manager.token, NOW).post(`${path}/confirmation`),
    read: async () => (await by().get(path)).body,
    amendment: async (amendmentId: string) =>
      (await by().get(`${path}/amendments/${amendmentId}`)).body.status as string,
  };
}

/** The same, paid; or "held": awaiting acceptance, its money held on a card. */
export async function paidRig(arena: MoneyArena, hours = 1, how: "paid" | "held" = "paid") {
  const rig = await holdRig(arena, hours, how === "held" ? { acceptance: "manual" } : {});
  await rig.payByCard(how === "held" ? await cardToken(arena.sandbox) : undefined);
  await arena.workAll(NOW);
  expect((await rig.read()).status).toBe(how === "held" ? "pending" : "confirmed");
  return rig;
}

/** Pays what is due for an order, up to the payer's approval at the bank. */
export async function payOnPage(payer: Caller, orderId: string, token?: string): Promise<void> {
  const { status, body } = await pay(payer, orderId, token === undefined ? {} : { token });
  expect(status, JSON.stringify(body)).toBe(201);
  await payAsPerson(body.redirectUrl, { outcome: "approve" });
}

/** Returns the end of a rental from ten o'clock for `hours`. */
export function until(hours: number) {
  return { end: at(`${10 + hours}:00`) };
}

/** Pays on the gateway's page; the webhook has arrived but is not processed yet. */
export async function payUnseen(
  arena: MoneyArena,
  { payByCard }: Pick<Rig, "payByCard">,
): Promise<void> {
  arena.sandbox.set({ reorderWebhooks: true });
  await payByCard();
  await arena.work("outbox", NOW);
  await arena.sandbox.sendWebhooks();
}

/** Processes the webhooks that have arrived. */
export function settle(arena: MoneyArena, server = NOW): Promise<void> {
  return arena.work("outbox", server);
}

/** Returns the end state: the booking's status and price, and its payments. */
export async function endsOf(arena: MoneyArena, rig: Rig) {
  await arena.workAll(NOW);
  const { total, status } = await rig.read();
  return { booking: [status, total.amount], money: (await standing(arena, [rig.id]))[0] };
}

/** Turns refunds off: none is ever written. */
export async function keepAllMoney(arena: Pick<Arena, "owner">): Promise<void> {
  await without(
    arena,
    "create function keep_it() returns trigger language plpgsql as $$ begin return null; end $$",
    "create trigger keep_it before insert on refunds for each row execute function keep_it()",
  );
}

/** Turns off the lock on an order's money: each caller gets a different lock key. */
export async function lockNoMoney({ owner }: Pick<Arena, "owner">): Promise<void> {
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(owner);
  await sql`create function public.hashtextextended(text, bigint) returns bigint volatile language sql as
    $$ select (random() * 1e18)::bigint $$`.execute(owner);
  // PostgreSQL's own functions are found first unless the search path says otherwise; our functions set their own path.
  await sql`alter database ${sql.ref(rows[0]!.name)} set search_path = public, pg_catalog`.execute(
    owner,
  );
}
