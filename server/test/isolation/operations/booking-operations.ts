import { book, bookAndBegin, nextHalfHour, type Estate } from "../estate.ts";
import { rentalItem, seatItem, stayItem } from "../fill-estate.ts";
import { addDays } from "../../../src/base/time.ts";
import { amendmentOperations } from "./amendment-operations.ts";
import { businessUrl, type Asked, type Operation, type Operations } from "./operation.ts";

const whoBooks = ["customer", "key"] as const;
const whoSees = ["customer", "staff", "key"] as const;
const whoRuns = ["staff", "key"] as const;
/** Fields whose ids everybody may book, of any business. */
const onSale = ["serviceId", "staffId", "rentalId", "tripId", "from", "to", "roomTypeId"];

/** How many days each estate has used: test files share this module. */
const daysOf = new WeakMap<Estate, number>();

/** Items at times, seats and nights that are still unused. */
function appointment({ salon }: Estate) {
  const start = nextHalfHour();
  const end = new Date(Date.parse(start) + 30 * 60_000).toISOString();
  const { serviceId, staffIds } = salon;
  return { kind: "appointment", serviceId, staffId: staffIds[1], start, end };
}

function orderBody(estate: Estate, items: object[]) {
  const { mark, customer } = estate;
  return { items, customer: { name: `${mark} guest`, phone: customer.phone } };
}

const seats = Array.from({ length: 9 }, (_, n) => `${2 + (n >> 2)}${"BCDA"[n % 4]}`);

function everyKind(estate: Estate): object[] {
  const days = (daysOf.get(estate) ?? 0) + 1;
  daysOf.set(estate, days);
  const day = addDays("2026-12-05", days);
  return [
    appointment(estate),
    rentalItem(estate, day),
    seatItem(estate, seats[days % seats.length]),
    stayItem(estate, day, addDays(day, 2)),
  ];
}

const placing: Operations = {
  // By a customer only: an API key cannot order at the other businesses.
  "POST /v1/orders": {
    by: ["customer"],
    anybodys: onSale,
    ask: (estate) => ({ body: orderBody(estate, everyKind(estate)) }),
  },
  "POST /v1/bookings": {
    of: "salon",
    by: whoBooks,
    anybodys: onSale,
    ask: (estate) => ({ body: orderBody(estate, [appointment(estate)]) }),
  },
  [`POST ${businessUrl}/bookings`]: {
    of: "salon",
    anybodys: onSale,
    ask: (estate) => ({
      params: { businessId: estate.salon.businessId },
      body: orderBody(estate, [appointment(estate)]),
    }),
  },
};

type Sort = "serviceId" | "prepaidId" | "byHandId";

/** A request about a booking made for it, or about its order. */
function about(
  by: Operation["by"],
  sort: Sort,
  { order = false, body }: { order?: boolean; body?: (estate: Estate) => unknown } = {},
): Operation {
  return {
    of: "salon",
    by,
    ask: async (estate): Promise<Asked> => {
      const { id, orderId, version } = await book(estate, sort);
      return { params: { id: order ? orderId : id }, version, body: body?.(estate) };
    },
  };
}

const because = ({ mark }: Estate) => ({ reason: `${mark} says so` });

/** A request about a booking that has begun. */
const begun: Operation = {
  of: "salon",
  by: whoRuns,
  ask: async (estate) => ({ params: { id: await bookAndBegin(estate) }, body: because(estate) }),
};
const begunBy = (body: object): Operation => ({
  of: "salon",
  by: whoRuns,
  ask: async (estate) => ({ params: { id: await bookAndBegin(estate) }, body }),
});

const orders: Operations = {
  "GET /v1/orders/:id": about(whoSees, "serviceId", { order: true }),
  "POST /v1/orders/:id/extension": about(whoSees, "prepaidId", {
    order: true,
    body: () => ({ minutes: 30 }),
  }),
  "POST /v1/orders/:id/cancellation": about(["customer"], "serviceId", {
    order: true,
    body: because,
  }),
};

const moves: Operations = {
  "GET /v1/bookings/:id": about(whoSees, "serviceId"),
  "GET /v1/bookings/:id/events": about(whoSees, "serviceId"),
  "GET /v1/bookings/:id/cancellation": about(whoSees, "serviceId"),
  "POST /v1/bookings/:id/cancellation": about(whoSees, "serviceId", { body: because }),
  "POST /v1/bookings/:id/confirmation": about(whoRuns, "prepaidId", {
    body: (estate) => ({
      paidBy: {
        kind: "cash",
        reference: `${estate.mark} till`,
        amount: { amount: 10_000, currency: "SAR" },
      },
      ...because(estate),
    }),
  }),
  "POST /v1/bookings/:id/completion": begun,
  "POST /v1/bookings/:id/noShow": begun,
  "POST /v1/bookings/:id/checkIn": begunBy({}),
};

const filter = ({ salon }: Estate): Asked["query"] => ({
  status: "confirmed",
  offeringId: salon.serviceId,
  from: "2026-11-01T00:00:00Z",
  to: "2027-01-01T00:00:00Z",
  limit: 5,
});

const lists: Operations = {
  "GET /v1/bookings": {
    of: "salon",
    by: whoSees,
    self: true,
    ask: (estate) => ({ query: filter(estate) }),
  },
  [`GET ${businessUrl}/bookings`]: {
    of: "salon",
    ask: (estate) => ({
      params: { businessId: estate.salon.businessId },
      query: { ...filter(estate), phone: estate.customer.phone },
    }),
  },
  "GET /v1/admin/bookings": {
    ask: (estate) => ({
      query: {
        ...filter(estate),
        businessId: estate.salon.businessId,
        customerId: estate.customer.id,
      },
    }),
  },
  "GET /v1/admin/bookings/:id/events": {
    ask: async (estate) => ({ params: { id: (await book(estate)).id } }),
  },
};

/** Requests about orders and bookings. */
export const bookingOperations: Operations = {
  ...placing,
  ...orders,
  ...moves,
  ...amendmentOperations,
  ...lists,
};
