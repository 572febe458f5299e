import { createHash } from "node:crypto";

/** An event as the API answers it. */
export interface ChainedEvent {
  seq: number;
  type: string;
  from: string | null;
  to: string | null;
  at: string;
  actor: string;
  reason: string | null;
  details: Record<string, unknown>;
  prevHash: string;
  hash: string;
}

const METHOD = 2;

/**
 * Recomputes the hashes of one booking's events from their contents: SHA-256 of a JSON array of the
 * fields as PostgreSQL prints it, beginning with the method and the previous hash (`booking_event_hash` in the migrations).
 */
export function chainOf(
  events: readonly ChainedEvent[],
  of: { businessId: string; bookingId: string; requestIds: readonly string[] },
): string[] {
  const hashes: string[] = [];
  for (const [index, event] of events.entries()) {
    const fields = [
      METHOD,
      hashes.at(-1) ?? "",
      of.businessId,
      of.bookingId,
      event.seq,
      event.type,
      event.from,
      event.to,
      toMicroseconds(event.at),
      event.actor,
      of.requestIds[index] ?? null,
      event.reason,
      event.details,
    ];
    hashes.push(createHash("sha256").update(jsonbText(fields)).digest("hex"));
  }
  return hashes;
}

function toMicroseconds(at: string): string {
  const [, seconds, fraction = ""] = /^(.*?)(?:\.(\d+))?Z$/.exec(at)!;
  return `${seconds}.${fraction.padEnd(6, "0")}Z`;
}

/** JSON as PostgreSQL prints jsonb: keys by length, then by bytes; one space after colon and comma. */
function jsonbText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jsonbText).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).toSorted(
    ([a], [b]) => a.length - b.length || (a < b ? -1 : 1),
  );
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}: ${jsonbText(inner)}`).join(", ")}}`;
}
