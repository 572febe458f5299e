import { Refusal } from "../refusal.ts";

/** The shape of every error; `errors` maps a field to its messages. */
export function moyasarError(
  type: string,
  message: string,
  errors: Record<string, string[]> | null = null,
) {
  return { type, message, errors };
}

export function refuse(status: number, type: string, message: string): Refusal {
  return new Refusal(status, moyasarError(type, message));
}

/** Only the status is published; the wording is ours. */
export function wrongState(message: string): Refusal {
  return refuse(400, "invalid_request_error", message);
}

export function notThere(): Refusal {
  return refuse(404, "api_error", "Object not found");
}
