import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { makeBusLine, type BusLine } from "../harness/bus-line.ts";
import {
  makeHotel,
  makeSalon,
  makeVenue,
  type Hotel,
  type Salon,
  type Venue,
} from "../harness/businesses.ts";
import type { Answer, Caller } from "../harness/caller.ts";
import { makeMember, makePerson, platform } from "../harness/people.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";
import { haircut, nights, problemOf, rig, seats } from "./wants.ts";

const app = await startTestApp({ clock: standingClock() });
const { db } = app;

let salon: Salon;
let venue: Venue;
let bus: BusLine;
let hotel: Hotel;
let customer: Caller;
let staff: Caller;
let sold: Answer;

const TEN = "2026-11-24T10:00:00+03:00";

beforeAll(async () => {
  salon = await makeSalon(db, { staff: 2 });
  venue = await makeVenue(db);
  bus = await makeBusLine(db, { date: "2026-11-24" });
  hotel = await makeHotel(db);
  customer = app.as((await makePerson(db)).token);
  staff = app.as((await makeMember(db, salon.businessId, "staff")).token);
  sold = await customer.post("/v1/bookings", { items: [haircut(salon, TEN)] });
});

/** Everything a stranger could read or book: its name, the request, and whether the answer shows any of it. */
function doors(): [string, () => Promise<Answer>, (answer: Answer) => boolean][] {
  const stranger = app.as();
  const [from, , to] = bus.stopIds;
  const lists = (id: string) => (answer: Answer) => JSON.stringify(answer.body).includes(id);
  const isThere = (answer: Answer) => answer.status !== 404;
  const day = "from=2026-11-25&to=2026-11-25";
  const each = [salon, venue, bus, hotel].flatMap(({ businessId }): ReturnType<typeof doors> => [
    [`business ${businessId}`, () => stranger.get(`/v1/businesses/${businessId}`), isThere],
    ["the list of businesses", () => stranger.get("/v1/businesses?limit=100"), lists(businessId)],
  ]);
  return [
    ...each,
    ["services", () => stranger.get(`/v1/businesses/${salon.businessId}/services`), isThere],
    ["staff", () => stranger.get(`/v1/businesses/${salon.businessId}/staff`), isThere],
    ["rentals", () => stranger.get(`/v1/businesses/${venue.businessId}/rentals`), isThere],
    ["room types", () => stranger.get(`/v1/businesses/${hotel.businessId}/roomTypes`), isThere],
    ["slots", () => stranger.get(`/v1/services/${salon.serviceId}/slots?${day}`), isThere],
    ["rigs", () => stranger.get(`/v1/rentals/${venue.rentalId}/slots?${day}`), isThere],
    [
      "seat map",
      () => stranger.get(`/v1/trips/${bus.tripId}/seats?from=${from}&to=${to}`),
      isThere,
    ],
    [
      "trips by stop",
      () => stranger.get(`/v1/trips?from=${from}&to=${to}&date=2026-11-24`),
      lists(bus.tripId),
    ],
    [
      "trips by city",
      () => stranger.get("/v1/trips?from=Riyadh&to=Hail&date=2026-11-24"),
      lists(bus.tripId),
    ],
    [
      "stays",
      () => stranger.get("/v1/stays?checkIn=2026-11-25&checkOut=2026-11-26"),
      lists(hotel.businessId),
    ],
    ["booking a haircut", () => book(haircut(salon, TEN)), isThere],
    ["booking a rig", () => book(rig(venue, TEN)), isThere],
    ["booking a seat", () => book(seats(bus, ["1"])), isThere],
    ["booking a night", () => book(nights(hotel, "2026-11-25", "2026-11-26")), isThere],
  ];
}

/** Books and cancels, so that the next booking finds it free. */
async function book(item: object): Promise<Answer> {
  const made = await customer.post("/v1/orders", { items: [item] });
  if (made.status === 201) await customer.post(`/v1/orders/${made.body.id}/cancellation`);
  return made;
}

async function whatIsShown(): Promise<string[]> {
  const shown: string[] = [];
  for (const [what, ask, isShown] of doors()) {
    const answer = await ask();
    expect(answer.status, `${what}: ${JSON.stringify(answer.body)}`).toBeLessThan(500);
    if (isShown(answer)) shown.push(what);
  }
  return shown;
}

async function moveAll(status: string): Promise<void> {
  for (const { businessId } of [salon, venue, bus, hotel]) {
    await inTransaction(db, platform, (tx) =>
      sql`select move_business(${businessId}, ${status}, 'because', null)`.execute(tx),
    );
  }
}

test("control: an approved business is shown everywhere", async () => {
  expect(await whatIsShown()).toEqual(doors().map(([what]) => what));
});

describe("a suspended business", () => {
  beforeAll(() => moveAll("suspended"));

  test("cannot be found, listed or booked anywhere", async () => {
    expect(await whatIsShown()).toEqual([]);
  });

  test("answers like one that does not exist", async () => {
    const hidden = await customer.post("/v1/bookings", { items: [haircut(salon, TEN)] });
    const absent = await customer.post("/v1/bookings", {
      items: [{ ...haircut(salon, TEN), serviceId: salon.businessId }],
    });
    const { requestId: _, ...hiddenBody } = hidden.body;
    const { requestId: __, ...absentBody } = absent.body;
    expect([hidden.status, hiddenBody]).toEqual([404, absentBody]);
  });

  test("cannot book at its own desk either", async () => {
    const refused = await staff.post(`/v1/manage/businesses/${salon.businessId}/bookings`, {
      items: [haircut(salon, TEN)],
      customer: { name: "Walk-in" },
    });
    expect(refused.status).toBe(404);
  });

  test("keeps the bookings it sold, which customers can read and cancel but not move", async () => {
    const path = `/v1/bookings/${sold.body.id}`;
    expect((await customer.get(path)).body).toEqual(sold.body);
    expect((await staff.get(path)).body).toEqual(sold.body);
    const moved = await customer.post(`${path}/amendments`, {
      items: [{ id: sold.body.items[0].id, start: "2026-11-24T11:00:00+03:00" }],
    });
    expect([moved.status, problemOf(moved)]).toEqual([404, "not-found"]);
    expect((await customer.post(`${path}/cancellation`)).body.status).toBe("cancelled");
  });

  test("is shown everywhere again once it is approved", async () => {
    await moveAll("approved");
    expect(await whatIsShown()).toHaveLength(doors().length);
  });
});

test("a business that was never approved is hidden and cannot be booked", async () => {
  const draft = await makeSalon(db, { approved: false });
  const stranger = app.as();
  const answers = [
    await stranger.get(`/v1/businesses/${draft.businessId}`),
    await stranger.get(`/v1/businesses/${draft.businessId}/services`),
    await stranger.get(`/v1/services/${draft.serviceId}/slots?from=2026-11-25&to=2026-11-25`),
    await customer.post("/v1/bookings", { items: [haircut(draft, TEN)] }),
    await customer.post("/v1/orders", { items: [haircut(salon, TEN), haircut(draft, TEN)] }),
  ];
  expect(answers.map((one) => one.status)).toEqual([404, 404, 404, 404, 404]);
});
