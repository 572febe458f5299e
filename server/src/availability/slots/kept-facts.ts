import { epochMs } from "../../base/time.ts";
import type { AppointmentFacts } from "./appointment-facts.ts";
import type { AppointmentItem } from "./appointment-item.ts";
import { DAY_SECONDS } from "./zone-offsets.ts";

/** Facts kept for an appointment: nobody is busy in them. */
export interface Kept {
  facts: AppointmentFacts;
  /** The snapshot they were read from, in PostgreSQL's notation. */
  snapshot: string;
}

interface Entry extends Kept {
  businessId: string;
  bytes: number;
}

/** The newest version that any facts of a business have shown, and how many of its entries are kept. */
interface Newest {
  version: number;
  entries: number;
}

const MAX_BYTES = 32 * 1024 * 1024;
/** An object in memory takes about this many times its JSON. */
const BYTES_PER_CHARACTER = 4;
/** Facts are read for four days before a start and nine after it, so a neighbour's serve all starts of these days. */
const BUCKET_SECONDS = 3 * DAY_SECONDS;
/** Hours that merge around midnight, holidays and clock changes reach two local days at most. */
const MARGIN_SECONDS = 3 * DAY_SECONDS;

/**
 * What a business has set up for an appointment with one staff member (hours, exceptions, price, terms), kept in memory
 * from the last time it was read, so that placing an order for one asks for no facts. They may be outdated: placing
 * compares their `catalogueVersion` and answers `catalogue` if so. They never say who is busy: placing finds that out,
 * so only the verdict "bookable" counts, and everything else is judged on facts that were asked for.
 * Without a staff member asked for, how busy each one is decides whose turn it is: nothing is kept.
 * Kept are only facts read without a caller's rights, so they are those of approved businesses.
 */
export class KeptFacts {
  readonly #entries = new Map<string, Entry>();
  readonly #newest = new Map<string, Newest>();
  readonly #maxBytes: number;
  #bytes = 0;

  /** @param maxBytes estimated; those not used for longest are dropped beyond it */
  constructor(maxBytes = MAX_BYTES) {
    this.#maxBytes = maxBytes;
  }

  /** Returns what is kept if it says everything about this start; undefined: ask. */
  find(item: AppointmentItem): Kept | undefined {
    const key = keyOf(item);
    const entry = key && this.#entries.get(key);
    if (!key || !entry) return undefined;
    if (entry.facts.offering.catalogueVersion < this.#newest.get(entry.businessId)!.version) {
      this.#drop(key, entry);
      return undefined;
    }
    if (!covers(entry.facts, epochMs(item.start) / 1000)) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry;
  }

  /** Keeps facts that were read for this item, unless newer ones of the business are known. */
  keep(item: AppointmentItem, facts: AppointmentFacts | null, snapshot: string): void {
    const key = keyOf(item);
    if (!key || !facts) return;
    const { businessId, catalogueVersion: version } = facts.offering;
    const known = this.#newest.get(businessId);
    if (known && known.version > version) return;
    const idle = { ...facts, staff: facts.staff.map((one) => ({ ...one, busy: [] })) };
    const bytes = JSON.stringify(idle).length * BYTES_PER_CHARACTER;
    if (bytes > this.#maxBytes) return;
    const before = this.#entries.get(key);
    if (before) this.#drop(key, before);
    const newest = this.#newest.get(businessId) ?? { version, entries: 0 };
    newest.version = version;
    newest.entries += 1;
    this.#newest.set(businessId, newest);
    this.#entries.set(key, { facts: idle, snapshot, businessId, bytes });
    this.#bytes += bytes;
    for (const [oldest, entry] of this.#entries) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#drop(oldest, entry);
    }
  }

  #drop(key: string, { businessId, bytes }: Entry): void {
    this.#entries.delete(key);
    this.#bytes -= bytes;
    const newest = this.#newest.get(businessId)!;
    newest.entries -= 1;
    if (newest.entries === 0) this.#newest.delete(businessId);
  }
}

function keyOf({ serviceId, staffId, start }: AppointmentItem): string | undefined {
  if (staffId === undefined) return undefined;
  return `${serviceId} ${staffId} ${Math.floor(epochMs(start) / 1000 / BUCKET_SECONDS)}`;
}

function covers({ offering: { window }, durationMinutes }: AppointmentFacts, start: number) {
  const end = start + durationMinutes * 60;
  return start - MARGIN_SECONDS >= window[0] && end + MARGIN_SECONDS <= window[1];
}
