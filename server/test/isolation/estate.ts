import { expect } from "vitest";
import { addDays, MINUTE_MS } from "../../src/base/time.ts";
import type { KeyScope } from "../../src/base/actor.ts";
import type { Sandbox } from "../../src/sandbox/open-sandbox.ts";
import type { Answer } from "../harness/caller.ts";
import type { Person } from "../harness/people.ts";
import type { standingClock, TestApp } from "../harness/test-app.ts";
import { named, tradeOf, wares, type Kind, type Ware } from "./wares.ts";

export type TimedApp = TestApp & {
  clock: ReturnType<typeof standingClock>;
  /** The gateway emulator that charges cards. */
  sandbox: Sandbox;
};
export type Trade = { businessId: string; locationId: string };

/** One owner with a business of each kind, members of every role in each, a customer and bookings. */
export interface Estate {
  /** Part of every name and text of the estate, so that a leak is noticed. */
  mark: string;
  app: TimedApp;
  admin: Person;
  owner: Person;
  manager: Person;
  staff: Person;
  /** A former manager of every business. */
  former: Person;
  customer: Person;
  salon: Trade & {
    serviceId: string;
    prepaidId: string;
    byHandId: string;
    /** Prepaid with manual acceptance: the money is only authorized until then. */
    heldId: string;
    staffIds: string[];
    exceptionId: string;
  };
  venue: Trade & { rentalId: string; unitIds: string[] };
  bus: Trade & {
    routeId: string;
    calendarId: string;
    vehicleId: string;
    stopIds: [string, string, string];
    journeyId: string;
    tripId: string;
  };
  hotel: Trade & { roomTypeId: string };
  /** An appointment of the customer. */
  bookingId: string;
  /** Another appointment, paid from the wallet and partly refunded. */
  paid: PaidOrder & { refundId: string; invoiceId: string };
  /** A payout batch that paid the salon. */
  payoutBatchId: string;
}

export interface PaidOrder {
  orderId: string;
  bookingId: string;
  paymentId: string;
}

export const kinds: readonly Kind[] = ["salon", "venue", "bus", "hotel"];

/** Creates a business of the owner with all members, submitted but not yet decided. */
export async function openBusiness(estate: Estate, kind: Kind): Promise<string> {
  const businessId = await draftBusiness(estate, kind);
  await send(estate, "POST", `/v1/manage/businesses/${businessId}/submission`);
  return businessId;
}

export async function draftBusiness(estate: Estate, kind: Kind): Promise<string> {
  const body = { kind, name: named(estate, kind), city: { ar: "الرياض", en: "Riyadh" } };
  const { id } = await send(estate, "POST", "/v1/manage/businesses", body);
  const members = `/v1/manage/businesses/${id}/members`;
  for (const role of ["staff", "manager"] as const) {
    await send(estate, "POST", members, { phone: estate[role].phone, role });
  }
  const { phone } = estate.former;
  const { userId, version } = await send(estate, "POST", members, { phone, role: "manager" });
  await send(estate, "DELETE", `${members}/${userId}`, undefined, { version });
  return id;
}

export async function decide(
  { app, admin }: Estate,
  businessId: string,
  decision: "approval" | "rejection" | "suspension",
): Promise<void> {
  const url = `/v1/admin/businesses/${businessId}/${decision}`;
  const { status } = await app.as(admin.token).post(url, { reason: "For a test" });
  expect(status).toBe(200);
}

/** Creates one more ware and returns it. */
export async function make(
  estate: Estate,
  ware: Ware,
  { of = tradeOf[ware], body = wares[ware](estate) }: { of?: Kind; body?: object } = {},
) {
  return send(estate, "POST", `/v1/manage/businesses/${estate[of].businessId}/${ware}`, body);
}

/** Sends a request that must succeed, as the owner unless `by` is given. */
export async function send(
  { app, owner }: Pick<Estate, "app" | "owner">,
  method: string,
  path: string,
  body?: unknown,
  { by = owner, version }: { by?: { token?: string }; version?: number } = {},
): Promise<Answer["body"]> {
  const caller = app.as(by.token);
  const headers: Record<string, string> =
    version === undefined ? {} : { "if-match": `"${version}"` };
  const answer =
    method === "POST"
      ? await caller.post(path, body ?? {}, headers)
      : await caller.send(method, path, body, headers);
  expect(answer.status, `${method} ${path}: ${JSON.stringify(answer.body)}`).toBeLessThan(300);
  return answer.body;
}

const keys = new Map<string, Promise<string>>();

/** An API key of the business with exactly these scopes; made once. */
export function keyOf(estate: Estate, businessId: string, scopes: readonly KeyScope[]) {
  const name = `${businessId} ${[...scopes].sort().join()}`;
  if (!keys.has(name)) keys.set(name, makeKey(estate, businessId, scopes));
  return keys.get(name)!;
}

export async function makeKey(estate: Estate, businessId: string, scopes: readonly KeyScope[]) {
  const body = { name: `${estate.mark} key`, scopes };
  const url = `/v1/manage/businesses/${businessId}/apiKeys`;
  return (await send(estate, "POST", url, body)).token as string;
}

const HALF_HOUR_MS = 30 * MINUTE_MS;
let halfHours = 0;

/** Restarts the half hours for a new world: test files share this module, and bookable days are limited. */
export function startOver(): void {
  halfHours = 0;
}

/** The next unused half hour, from the day after tomorrow on. */
export function nextHalfHour(): string {
  halfHours += 1;
  const day = addDays("2026-11-23", Math.floor(halfHours / 48));
  const [hour, minute] = [Math.floor((halfHours % 48) / 2), (halfHours % 2) * 30];
  return `${day}T${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}:00+03:00`;
}

/** Books one more appointment for the estate's customer: confirmed, held or pending, depending on the service. */
export async function book(
  estate: Estate,
  service: "serviceId" | "prepaidId" | "byHandId" | "heldId" = "serviceId",
  start = nextHalfHour(),
): Promise<{ id: string; orderId: string; version: number; items: { id: string }[] }> {
  const items = [{ kind: "appointment", serviceId: estate.salon[service], start }];
  return send(estate, "POST", "/v1/bookings", { items }, { by: estate.customer });
}

/** Books an appointment at the next half hour and moves the clock to its start. */
export async function bookAndBegin(estate: Estate): Promise<string> {
  const { clock } = estate.app;
  const start = new Date((Math.floor(clock.now() / HALF_HOUR_MS) + 1) * HALF_HOUR_MS);
  const { id } = await book(estate, "serviceId", start.toISOString());
  clock.set(start.getTime());
  return id;
}
