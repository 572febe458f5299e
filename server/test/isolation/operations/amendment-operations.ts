import { askForChange, askForMore } from "../ask-for-change.ts";
import { book, nextHalfHour, type Estate } from "../estate.ts";
import { PRICE } from "../pay.ts";
import type { Operation, Operations } from "./operation.ts";

const url = "/v1/bookings/:id/amendments";
const whoSees = ["customer", "staff", "key"] as const;
const whoRuns = ["staff", "key"] as const;

/** Moves an appointment to another time and barber, and adds another appointment. */
const change: Operation = {
  of: "salon",
  by: whoSees,
  anybodys: ["serviceId", "staffId"],
  ask: async (estate) => {
    const { id, version, items } = await book(estate);
    return { params: { id }, version, body: changeOf(estate, items[0]!.id) };
  },
};

function changeOf({ salon, mark }: Estate, itemId: string) {
  const [start, another] = [nextHalfHour(), nextHalfHour()];
  const { serviceId, staffIds } = salon;
  const staffId = staffIds[1];
  const moved = { id: itemId, kind: "appointment", serviceId, staffId, start, end: later(start) };
  const added = { kind: "appointment", serviceId, staffId, start: another };
  return { items: [moved, added], reason: `${mark} is late` };
}

function later(start: string): string {
  return new Date(Date.parse(start) + 30 * 60_000).toISOString();
}

/** A request about an amendment that awaits acceptance. */
function about(by: Operation["by"], says = false): Operation {
  return {
    of: "salon",
    by,
    ask: async (estate) => ({
      params: { ...(await askForChange(estate)) },
      ...(says && { body: { reason: `${estate.mark} says so` } }),
    }),
  };
}

/** Requests about amendments. */
export const amendmentOperations: Operations = {
  [`POST ${url}/quote`]: change,
  [`POST ${url}`]: change,
  [`GET ${url}`]: {
    of: "salon",
    by: whoSees,
    ask: async (estate) => ({ params: { id: (await askForChange(estate)).id } }),
  },
  [`GET ${url}/:amendmentId`]: about(whoSees),
  // Each side withdraws its own amendments.
  [`POST ${url}/:amendmentId/withdrawal`]: about(["customer"], true),
  [`POST ${url}/:amendmentId/acceptance`]: about(whoRuns, true),
  [`POST ${url}/:amendmentId/decline`]: about(whoRuns, true),
  [`POST ${url}/:amendmentId/confirmation`]: {
    of: "salon",
    by: whoRuns,
    ask: async (estate) => ({
      params: { ...(await askForMore(estate)) },
      body: {
        paidBy: {
          kind: "cash",
          reference: `${estate.mark} slip`,
          amount: { amount: PRICE, currency: "SAR" },
        },
      },
    }),
  },
};
