import type { Answer } from "./api-caller.ts";

/** The meaning of a booking's answer for the rooms; after "unexpected" it is unknown whether they are taken. */
export type BookingOutcome = "accepted" | "full" | "refused" | "unexpected";

export function outcomeOf({ status, body }: Answer): BookingOutcome {
  if (status === 201 && body.status === "confirmed") return "accepted";
  const type = String(body.type).split("/").at(-1);
  if (status === 409 && type === "already-taken") return "full";
  if (status === 422 && type === "not-available") return "refused";
  return "unexpected";
}

/** Returns the names of the rules that refused. */
export function reasonsOf({ body }: Answer): string[] {
  const reasons = Array.isArray(body.reasons) ? (body.reasons as unknown[]) : [];
  return reasons.map((one) =>
    typeof one === "object" && one !== null && "rule" in one ? String(one.rule) : String(one),
  );
}

/** Describes, in one line, an answer that no replay should get. */
export function describeAnswer({ status, body }: Answer): string {
  const { type, status: bookingStatus, detail, errors } = body;
  return [status, type ?? bookingStatus, detail, errors && JSON.stringify(errors)]
    .filter((part) => typeof part === "string" || typeof part === "number")
    .join(" ");
}
