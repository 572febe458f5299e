import { WAITING_MAX } from "../base/limits.ts";
import { overloaded } from "../base/overload.ts";
import type { PlannedClaim, PlannedItem, PlannedPick } from "../availability/planned-item.ts";
import { overlap } from "./wanted-once.ts";

type Inventory = Pick<PlannedItem, "claims" | "picks">;

/** An order on its way to the database, and what it is about to take. */
interface OnTheWay {
  claims: readonly PlannedClaim[];
  picks: readonly PlannedPick[];
  fate: PromiseWithResolvers<void>;
}

/**
 * Lets one order per unit or seat and time through to the database. Another order that wants the same would lose, so
 * it waits for the first one's fate and is then judged on what the database says. It is kept in this process only and
 * guards nothing: the database decides.
 */
export class Rivals {
  /** By unit and seat. */
  readonly #claims = new Map<string, OnTheWay[]>();
  /** "Any of these" by candidates and time. */
  readonly #picks = new Map<string, OnTheWay[]>();
  readonly #mostWaiting: number;
  #waiting = 0;

  constructor(mostWaiting = WAITING_MAX) {
    this.#mostWaiting = mostWaiting;
  }

  /**
   * Lets an order through if nobody before it wants the same; otherwise waits until one who does has been decided.
   *
   * @returns what the order calls once it is decided; undefined when it waited and must be judged again
   * @throws Problem busy when too many are waiting
   */
  async pass(items: readonly Inventory[]): Promise<(() => void) | undefined> {
    const order = onTheWay(items);
    const rival = this.#find(order);
    if (!rival) {
      this.#add(order);
      return () => this.#remove(order);
    }
    if (this.#waiting >= this.#mostWaiting) throw overloaded();
    this.#waiting += 1;
    try {
      await rival.fate.promise;
    } finally {
      this.#waiting -= 1;
    }
    return undefined;
  }

  #find({ claims, picks }: OnTheWay): OnTheWay | undefined {
    for (const claim of claims) {
      const rival = this.#claims
        .get(seatKey(claim))
        ?.find((other) => other.claims.some((one) => overlap(one, claim)));
      if (rival) return rival;
    }
    for (const pick of picks) {
      const others = this.#picks.get(pickKey(pick)) ?? [];
      // As many orders as there are candidates; each further one would find them taken.
      if ((others.length + 1) * pick.count > pick.unitIds.length) return others[0];
    }
    return undefined;
  }

  #add(order: OnTheWay): void {
    for (const [map, key] of this.#places(order)) {
      const others = map.get(key);
      if (others) others.push(order);
      else map.set(key, [order]);
    }
  }

  #remove(order: OnTheWay): void {
    for (const [map, key] of this.#places(order)) {
      const left = map.get(key)?.filter((other) => other !== order) ?? [];
      if (left.length > 0) map.set(key, left);
      else map.delete(key);
    }
    order.fate.resolve();
  }

  #places({ claims, picks }: OnTheWay): [Map<string, OnTheWay[]>, string][] {
    const keys = new Set(claims.map(seatKey));
    return [
      ...[...keys].map((key): [Map<string, OnTheWay[]>, string] => [this.#claims, key]),
      ...picks.map((pick): [Map<string, OnTheWay[]>, string] => [this.#picks, pickKey(pick)]),
    ];
  }
}

/** "Any of these" with no choice is a claim to each of them. */
function onTheWay(items: readonly Inventory[]): OnTheWay {
  const picks = items.flatMap((item) => item.picks);
  const certain = picks
    .filter(({ unitIds, count }) => unitIds.length === count)
    .flatMap(({ unitIds, from, until }) =>
      unitIds.map((unitId): PlannedClaim => ({ unitId, seatNo: 0, from, until })),
    );
  return {
    claims: [...items.flatMap((item) => item.claims), ...certain],
    picks: picks.filter(({ unitIds, count }) => unitIds.length > count),
    fate: Promise.withResolvers<void>(),
  };
}

function seatKey({ unitId, seatNo }: PlannedClaim): string {
  return `${unitId} ${seatNo}`;
}

function pickKey({ unitIds, from }: PlannedPick): string {
  return `${unitIds.toSorted().join(" ")} ${from}`;
}
