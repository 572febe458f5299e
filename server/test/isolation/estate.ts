import { expect } from "vitest";
import { addDays } from "../../src/base/time.ts";
import type { KeyScope } from "../../src/base/actor.ts";
import type { Answer } from "../harness/caller.ts";
import { makePerson, type Person } from "../harness/people.ts";
import type { TestApp } from "../harness/test-app.ts";
import { fillBus, fillHotel, fillSalon, fillVenue } from "./fill-estate.ts";
import { named, tradeOf, wares, type Kind, type Ware } from "./wares.ts";

export type Trade = { businessId: string; locationId: string };

/** One owner with a business of each trade, people of every role in all of them, customers and bookings. */
export interface Estate {
  /** Stands in every name and word that is its own, so that a leak is seen. */
  mark: string;
  app: TestApp;
  admin: Person;
  owner: Person;
  manager: Person;
  staff: Person;
  /** Was a manager everywhere, and is no more. */
  former: Person;
  customer: Person;
  salon: Trade & {
    serviceId: string;
    prepaidId: string;
    byHandId: string;
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
  /** Bookings that are confirmed and have begun, to be taken from. */
  begun: string[];
}

export const kinds: readonly Kind[] = ["salon", "venue", "bus", "hotel"];

/** Builds it over the API, all of it approved. The clock stands; bookings in `begun` begin an hour from now. */
export async function makeEstate(app: TestApp, admin: Person, mark: string): Promise<Estate> {
  const people = { owner: "", manager: "", staff: "", former: "", customer: "" };
  const estate = { mark, app, admin, begun: [] } as unknown as Estate;
  for (const role of Object.keys(people) as (keyof typeof people)[]) {
    estate[role] = await makePerson(app.db);
    await send(estate, "PATCH", "/v1/me", { name: `${mark} ${role}` }, { by: estate[role] });
  }
  for (const kind of kinds) estate[kind] = (await openTrade(estate, kind)) as never;
  await fillSalon(estate);
  await fillVenue(estate);
  await fillBus(estate);
  await fillHotel(estate);
  return estate;
}

async function openTrade(estate: Estate, kind: Kind): Promise<Trade> {
  const businessId = await openBusiness(estate, kind);
  await decide(estate, businessId, "approval");
  estate[kind] = { businessId } as never;
  const location = await make(estate, "locations", { of: kind });
  return { businessId, locationId: location.id };
}

/** A business of the owner's with everybody in it, submitted and not yet decided about. */
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

/** Makes one more ware and answers it. */
export async function make(
  estate: Estate,
  ware: Ware,
  { of = tradeOf[ware], body = wares[ware](estate) }: { of?: Kind; body?: object } = {},
) {
  return send(estate, "POST", `/v1/manage/businesses/${estate[of].businessId}/${ware}`, body);
}

/** Asks as the owner, or `by` somebody, for what must succeed. */
export async function send(
  { app, owner }: Pick<Estate, "app" | "owner">,
  method: string,
  path: string,
  body?: unknown,
  { by = owner, version }: { by?: Pick<Person, "token">; version?: number } = {},
): Promise<Answer["body"]> {
  const caller = app.as(by.token);
  const headers = version === undefined ? {} : { "if-match": `"${version}"` };
  const answer =
    method === "POST"
      ? await caller.post(path, body ?? {}, headers)
      : await caller.send(method, path, body, headers);
  expect(answer.status, `${method} ${path}: ${JSON.stringify(answer.body)}`).toBeLessThan(300);
  return answer.body;
}

const keys = new Map<string, Promise<string>>();

/** An API key of the business with exactly these scopes; the same one when asked again. */
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

let halfHours = 0;

/** A half hour nobody has asked for yet, from the day after tomorrow on. */
export function nextHalfHour(): string {
  halfHours += 1;
  const day = addDays("2026-11-23", Math.floor(halfHours / 48));
  const [hour, minute] = [Math.floor((halfHours % 48) / 2), (halfHours % 2) * 30];
  return `${day}T${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}:00+03:00`;
}

/** One more appointment of the estate's customer: confirmed, held until paid, or waiting for a yes. */
export async function book(
  estate: Estate,
  service: "serviceId" | "prepaidId" | "byHandId" = "serviceId",
  start = nextHalfHour(),
) {
  const items = [{ kind: "appointment", serviceId: estate.salon[service], start }];
  return send(estate, "POST", "/v1/bookings", { items }, { by: estate.customer });
}
