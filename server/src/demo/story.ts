import { newId, newReference } from "../base/id.ts";
import type { OrderItem } from "../booking/item-rule.ts";
import type { NewIds, OrderParty } from "../booking/order-plan.ts";
import { openChance, type Chance } from "./chance.ts";
import type { DemoPerson } from "./demo-business.ts";
import type { Person } from "./people.ts";
import type { Scene } from "./scene.ts";

/** What happens to an order once it is confirmed. */
export type Fate = "kept" | "missed" | "called-off";

/** One planned order; if its time is taken already, it is skipped. */
export interface Story {
  /** Unique: seeds its random numbers and its Idempotency-Key. */
  seed: string;
  items: OrderItem[];
  /** Epoch milliseconds. */
  madeAt: number;
  /** A customer with an account orders for themselves; anybody else is registered at a desk. */
  by: { customer: Person } | { guest: DemoPerson; desk: Pick<Scene, "businessId" | "ownerId"> };
  /** Left as it is: held and unpaid, or not accepted yet. */
  waits: boolean;
  /** The amount due is paid before the hold runs out. */
  pays: boolean;
  /** A business that accepts by hand accepts it. */
  accepted: boolean;
  fate: Fate;
  /** For its ids and all later random choices, so that no other story changes it. */
  dice: Chance;
}

type Told = Pick<Story, "items" | "madeAt" | "by"> & Partial<Story>;

/** Returns a story that goes well, except for the given fields. */
export function tell(seed: string, told: Told): Story {
  const usual = { waits: false, pays: true, accepted: true, fate: "kept" as const };
  return { ...usual, seed, dice: openChance(seed), ...told };
}

/** Returns an ordinary story: most people pay and come, some do not. */
export function tellEveryday(seed: string, told: Told): Story {
  const dice = openChance(`${seed}/everyday`);
  const luck = dice.fraction();
  const fate = luck < 0.85 ? "kept" : luck < 0.91 ? "missed" : "called-off";
  return tell(seed, { fate, pays: dice.odds(0.92), accepted: dice.odds(0.8), ...told });
}

/** Builds reproducible ids. @param latest epoch milliseconds: no id carries a later time */
export function idsOf({ dice, madeAt }: Story, latest: number): NewIds {
  const at = Math.min(madeAt, latest);
  return { id: () => newId(at, dice.fill), reference: () => newReference(dice.fill) };
}

export function partyOf({ by }: Story): OrderParty {
  const { name, phone, locale } = "customer" in by ? by.customer : by.guest;
  const usual = { name, phone, locale, clientIp: null };
  return "customer" in by
    ? { ...usual, customerId: by.customer.id, source: "web" }
    : { ...usual, customerId: null, source: "desk" };
}
