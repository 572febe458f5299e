import { Refusal } from "../refusal.ts";
import type { Intent } from "./records.ts";

export function stripeRefusal(
  status: number,
  error: { type: string; message: string; code?: string; param?: string; [more: string]: unknown },
): Refusal {
  return new Refusal(status, { error });
}

/** Returns a 400: the request is malformed, or the object's state does not allow it. */
export function badRequest(message: string, more: { code?: string; param?: string } = {}): Refusal {
  return stripeRefusal(400, { type: "invalid_request_error", message, ...more });
}

export function missing(object: string, id: string): Refusal {
  const message = `No such ${object}: '${id}'`;
  const type = "invalid_request_error";
  return stripeRefusal(404, { type, message, code: "resource_missing", param: "id" });
}

export function wrongState(intent: Intent, done: string): Refusal {
  const message = `This PaymentIntent could not be ${done} because it has a status of ${intent.status}.`;
  return badRequest(message, { code: "payment_intent_unexpected_state" });
}
