import type { Outcome } from "../booking.ts";
import type { AppParts } from "../../http/app-parts.ts";
import { defineRoute, type Route } from "../../http/route.ts";
import * as shape from "../../http/shapes.ts";
import type { Clock } from "../../base/time.ts";
import type { Tx } from "../../db/connection.ts";
import * as shapes from "../booking-shapes.ts";
import { getBooking } from "../bookings.ts";
import { assertOfBusiness, sideOf } from "../caller-side.ts";
import { cancelBooking } from "../cancel-booking.ts";
import { closedDoor, doorClosed } from "../doors.ts";
import { checkIn, endBooking } from "../end-booking.ts";

const writes = { who: "customerOrMember", keyScope: "bookings:write" } as const;
const move = {
  method: "POST",
  tag: "bookings",
  access: writes,
  params: shape.idParams,
  reply: { 200: shapes.booking },
  ifMatch: "optional",
  problems: ["invalid-transition", "precondition-failed"],
} as const;

/**
 * Routes for a booking's moves, each a resource; If-Match, if sent, must name the version the decision was based on.
 */
export function moveRoutes(app: AppParts): Route[] {
  return [
    cancellationRoute(app),
    endRoute(app, "completed"),
    endRoute(app, "no_show"),
    checkInRoute(app),
  ];
}

async function answer(tx: Tx, id: string, clock: Clock) {
  const body = await getBooking(tx, id, clock.now());
  return { body, etag: body.version };
}

function cancellationRoute({ clock }: AppParts): Route {
  return defineRoute({
    ...move,
    url: "/v1/bookings/:id/cancellation",
    summary: "Cancel a booking and release its inventory",
    description:
      "The customer may cancel until the booking starts or they are checked in, whichever is earlier; the business may cancel later too.",
    body: shapes.cancellationBody,
    problems: [...move.problems, "not-available"],
    run: async ({ tx, params, body, actor, ifMatch: version }) => {
      const booking = await getBooking(tx, params.id, clock.now());
      const by = sideOf(actor, booking);
      const door = closedDoor(by, booking, clock.now());
      if (door) throw doorClosed(door);
      await cancelBooking(tx, params.id, by, { ...body, version });
      return answer(tx, params.id, clock);
    },
  });
}

function endRoute({ clock }: AppParts, how: Outcome): Route {
  const [resource, summary] =
    how === "completed"
      ? ["completion", "Mark a booking as completed"]
      : ["noShow", "Mark a booking as a no-show"];
  return defineRoute({
    ...move,
    url: `/v1/bookings/:id/${resource}`,
    summary,
    body: shapes.reasonBody,
    problems: [...move.problems, "conflict"],
    run: async ({ tx, params, body, actor, ifMatch: version }) => {
      const booking = await getBooking(tx, params.id, clock.now());
      assertOfBusiness(actor, booking);
      await endBooking(tx, booking, how, clock.now(), { reason: body.reason, version });
      return answer(tx, params.id, clock);
    },
  });
}

function checkInRoute({ clock }: AppParts): Route {
  return defineRoute({
    ...move,
    url: "/v1/bookings/:id/checkIn",
    summary: "Check the customer in",
    description:
      "Allowed from `checkInFrom`; before that, the answer is `conflict` with the time it opens. After check-in, the customer can no longer cancel.",
    body: shape.object({}),
    problems: [...move.problems, "conflict"],
    run: async ({ tx, params, actor, ifMatch: version }) => {
      const booking = await getBooking(tx, params.id, clock.now());
      assertOfBusiness(actor, booking);
      await checkIn(tx, booking, clock.now(), version);
      return answer(tx, params.id, clock);
    },
  });
}
