/** A booking as the model counts it: one room of a pool on each of its nights. */
export type Stay = { poolId: string; nights: readonly string[] };

type Attempt = { keys: string[]; sawFull: boolean };

/**
 * The replay's own count, kept from answers alone and never from the database. For each night it knows how many rooms
 * are surely taken (booked, and no cancellation sent) and how many possibly are (a booking sent and not refused, a
 * cancellation not yet answered). At any moment: surely ≤ truth ≤ possibly.
 */
export class NightModel {
  readonly #sure = new Map<string, number>();
  readonly #possible = new Map<string, number>();
  readonly #inFlight = new Set<Attempt>();
  readonly #rooms: number;
  /** The most surely taken rooms of any night at any moment. */
  peak = 0;
  /** Nights that were surely over capacity at some moment. */
  readonly over = new Set<string>();
  /** Refusals for lack of a room although every night surely had one. */
  unfounded = 0;

  constructor(roomsPerType: number) {
    this.#rooms = roomsPerType;
  }

  /** Rooms that were taken before the replay began. */
  takenBefore(poolId: string, night: string, rooms: number): void {
    const key = `${poolId}|${night}`;
    add(this.#sure, key, rooms);
    add(this.#possible, key, rooms);
  }

  /**
   * Notes that a booking is sent. Call `accepted`, `full` or `refused` with its answer; if its outcome is unknown,
   * none.
   */
  sending(stay: Stay): Attempt {
    const keys = keysOf(stay);
    const attempt = { keys, sawFull: keys.some((key) => this.#isFull(key, 0)) };
    for (const key of keys) {
      add(this.#possible, key, 1);
      for (const other of this.#inFlight) {
        if (other.keys.includes(key) && this.#isFull(key, 1)) other.sawFull = true;
      }
    }
    this.#inFlight.add(attempt);
    return attempt;
  }

  accepted(attempt: Attempt): void {
    this.#inFlight.delete(attempt);
    for (const key of attempt.keys) {
      const taken = add(this.#sure, key, 1);
      this.peak = Math.max(this.peak, taken);
      if (taken > this.#rooms) this.over.add(key);
    }
  }

  /** Notes a refusal because the rooms are taken. */
  full(attempt: Attempt): void {
    if (!attempt.sawFull) this.unfounded += 1;
    this.refused(attempt);
  }

  /** Notes a refusal by a rule. */
  refused(attempt: Attempt): void {
    this.#inFlight.delete(attempt);
    for (const key of attempt.keys) add(this.#possible, key, -1);
  }

  cancelling(stay: Stay): void {
    for (const key of keysOf(stay)) add(this.#sure, key, -1);
  }

  cancelled(stay: Stay): void {
    for (const key of keysOf(stay)) add(this.#possible, key, -1);
  }

  /** Returns the nights on which the database contradicts this count. `truth` is by "pool|night". */
  disagreements(truth: ReadonlyMap<string, number>): string[] {
    const keys = new Set([...truth.keys(), ...this.#possible.keys()]);
    return [...keys].filter((key) => {
      const taken = truth.get(key) ?? 0;
      return taken < (this.#sure.get(key) ?? 0) || taken > (this.#possible.get(key) ?? 0);
    });
  }

  /** @param own how many of the possible ones are the caller's own */
  #isFull(key: string, own: number): boolean {
    return (this.#possible.get(key) ?? 0) - own >= this.#rooms;
  }
}

function keysOf({ poolId, nights }: Stay): string[] {
  return nights.map((night) => `${poolId}|${night}`);
}

function add(counts: Map<string, number>, key: string, change: number): number {
  const next = (counts.get(key) ?? 0) + change;
  counts.set(key, next);
  return next;
}
