import { make, send, type Estate } from "../estate.ts";
import { openTrip } from "../fill-estate.ts";
import { fresh, sar, tradeOf, wares, type Ware } from "../wares.ts";
import { businessUrl, type Asked, type Operation, type Operations } from "./operation.ts";

/** A change of each ware with every field that its route takes. */
const changes: Record<Ware, (estate: Estate) => object> = {
  ...wares,
  services: (estate) => ({ ...wares.services(estate), staffIds: [estate.salon.staffIds[0]] }),
  rentalUnits: (estate) => ({ label: fresh(estate, "rig"), active: false }),
  vehicles: (estate) => ({
    name: fresh(estate, "coach"),
    seats: [
      { label: "1", row: 1, column: 1, class: "vip" },
      { label: "2", row: 1, column: 2, class: "standard" },
    ],
  }),
  journeys: (estate) => ({ ...wares.journeys(estate), headsign: fresh(estate, "headsign") }),
};

/** List, read, create, change and remove requests for one kind of ware. */
function editable(ware: Ware): Operations {
  const of = tradeOf[ware];
  const url = `${businessUrl}/${ware}`;
  const listed = (estate: Estate): Asked => ({ params: { businessId: estate[of].businessId } });
  return {
    [`GET ${url}`]: { of, ask: listed },
    [`POST ${url}`]: {
      of,
      ask: (estate) => ({ ...listed(estate), body: wares[ware](estate) }),
    },
    [`GET ${url}/:id`]: { of, ask: (estate) => freshOne(estate, ware) },
    [`PATCH ${url}/:id`]: {
      of,
      ask: async (estate) => ({ ...(await freshOne(estate, ware)), body: changes[ware](estate) }),
    },
    [`DELETE ${url}/:id`]: { of, ask: (estate) => freshOne(estate, ware) },
  };
}

async function freshOne(estate: Estate, ware: Ware): Promise<Asked> {
  const { businessId } = estate[tradeOf[ware]];
  const { id, version } = await make(estate, ware);
  return { params: { businessId, id }, version };
}

/** Replaces a collection of a ware as a whole. */
function replaced(ware: Ware, name: string, items: (estate: Estate) => object[]): Operations {
  const ask = async (estate: Estate) => ({
    ...(await freshOne(estate, ware)),
    body: { [name]: items(estate) },
  });
  return { [`PUT ${businessUrl}/${ware}/:id/${name}`]: { of: tradeOf[ware], ask } };
}

const week = { weekday: 1, start: "09:00", end: "17:00" };

const collections: Operations = {
  ...replaced("locations", "hours", () => [week]),
  ...replaced("locations", "holidays", (estate) => [
    { date: "2027-09-23", name: fresh(estate, "holiday") },
  ]),
  ...replaced("staff", "windows", () => [{ ...week, active: true }]),
  ...replaced("staff", "breaks", () => [week]),
  ...replaced("rentals", "prices", () => [{ ...week, pricePerHour: sar(7_000) }]),
  ...replaced("routes", "fares", ({ bus: { stopIds } }) => [
    { fromStopId: stopIds[0], toStopId: stopIds[2], price: sar(8_000), class: "vip" },
  ]),
  ...replaced("calendars", "dates", () => [{ date: "2026-12-24", runs: false }]),
  ...replaced("roomTypes", "rates", () => [
    { from: "2026-12-30", to: "2026-12-31", price: sar(90_000), closed: false, minNights: 2 },
  ]),
};

const routeOfFares: Operation = {
  of: "bus",
  ask: ({ bus }) => ({ params: { businessId: bus.businessId, id: bus.routeId } }),
};
const roomRates: Operation = {
  of: "hotel",
  ask: ({ hotel }) => ({
    params: { businessId: hotel.businessId, id: hotel.roomTypeId },
    query: { from: "2026-12-01", to: "2026-12-31" },
  }),
};

const exceptionsUrl = `${businessUrl}/staff/:id/exceptions`;

function exceptionOf(estate: Estate) {
  return {
    kind: "off",
    start: "2027-03-01T00:00:00+03:00",
    end: "2027-03-02T00:00:00+03:00",
    reason: fresh(estate, "illness"),
  };
}

const exceptions: Operations = {
  [`GET ${exceptionsUrl}`]: {
    of: "salon",
    ask: ({ salon }) => ({
      params: { businessId: salon.businessId, id: salon.staffIds[0]! },
      query: { from: "2026-11-01T00:00:00Z", to: "2027-12-01T00:00:00Z" },
    }),
  },
  [`POST ${exceptionsUrl}`]: {
    of: "salon",
    ask: async (estate) => ({ ...(await freshOne(estate, "staff")), body: exceptionOf(estate) }),
  },
  [`DELETE ${exceptionsUrl}/:exceptionId`]: {
    of: "salon",
    ask: async (estate) => {
      const { params, version = 0 } = await freshOne(estate, "staff");
      const url = `/v1/manage/businesses/${params!.businessId}/staff/${params!.id}/exceptions`;
      const { id } = await send(estate, "POST", url, exceptionOf(estate));
      return { params: { ...params!, exceptionId: id }, version: version + 1 };
    },
  },
};

const tripsUrl = `${businessUrl}/trips`;

async function freshTrip(estate: Estate): Promise<Asked> {
  const { id: journeyId } = await make(estate, "journeys");
  const id = await openTrip(estate, journeyId, "2026-11-28");
  return { params: { businessId: estate.bus.businessId, id }, version: 1 };
}

const trips: Operations = {
  [`GET ${tripsUrl}`]: {
    of: "bus",
    ask: ({ bus }) => ({
      params: { businessId: bus.businessId },
      query: {
        journeyId: bus.journeyId,
        from: "2026-11-01",
        to: "2026-12-31",
        status: "scheduled",
        limit: 5,
      },
    }),
  },
  [`POST ${tripsUrl}`]: {
    of: "bus",
    ask: async (estate) => ({
      params: { businessId: estate.bus.businessId },
      body: {
        journeyId: (await make(estate, "journeys")).id,
        from: "2026-12-05",
        to: "2026-12-06",
      },
    }),
  },
  [`GET ${tripsUrl}/:id`]: { of: "bus", ask: freshTrip },
  [`PATCH ${tripsUrl}/:id`]: {
    of: "bus",
    ask: async (estate) => ({ ...(await freshTrip(estate)), body: { status: "cancelled" } }),
  },
};

/** A list request with its filter. */
function filtered(url: string, of: "venue" | "bus", query: (estate: Estate) => Asked["query"]) {
  const ask = (estate: Estate): Asked => ({
    params: { businessId: estate[of].businessId },
    query: query(estate),
  });
  return { [`GET ${businessUrl}/${url}`]: { of, ask } };
}

/** Requests about everything a business edits and sells. */
export const wareOperations: Operations = {
  ...(Object.keys(wares) as Ware[]).reduce<Operations>(
    (all, ware) => Object.assign(all, editable(ware)),
    {},
  ),
  ...filtered("rentalUnits", "venue", ({ venue }) => ({ rentalId: venue.rentalId, limit: 5 })),
  ...filtered("journeys", "bus", ({ bus }) => ({ routeId: bus.routeId, limit: 5 })),
  ...collections,
  [`GET ${businessUrl}/routes/:id/fares`]: routeOfFares,
  [`GET ${businessUrl}/roomTypes/:id/rates`]: roomRates,
  ...exceptions,
  ...trips,
};
