import { sql } from "kysely";
import { makeMember } from "../harness/people.ts";
import { ask, atGateway, holdOnCard, makeCustomer, standing } from "../money-races/paying.ts";
import type { Mortal } from "./mortal.ts";

/** Makes a pending booking with its money held on a card, and a manager who may decide. */
export async function makeHeld(mortal: Mortal) {
  const customer = await makeCustomer(mortal);
  const { bookingId, paymentId, salon } = await holdOnCard(mortal, customer);
  const { token } = await makeMember(mortal.db, salon.businessId, "manager");
  const key = { "idempotency-key": crypto.randomUUID() };
  return {
    /** Moves the money by hand: "capture" or "void". */
    move: (what: string) => mortal.as(token).post(`/v1/payments/${paymentId}/${what}`, {}, key),
    /** Decides on the booking: "confirmation" or "cancellation". */
    decide: (what: string) => mortal.as(token).post(`/v1/bookings/${bookingId}/${what}`),
    /** Returns the status here and at the gateway. */
    ends: async () => [
      (await standing(mortal, [bookingId]))[0],
      (await atGateway(mortal)).statuses.at(-1),
    ],
    audited: async () => {
      const { actions } = await ask(
        mortal,
        sql<{ actions: string[] | null }>`
          select array_agg(distinct action) as actions from audit_log where subject_id = ${paymentId}`,
      );
      return actions ?? [];
    },
  };
}
