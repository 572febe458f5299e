import { newId, newReference } from "../base/id.ts";
import type { OrderItem } from "../booking/item-rule.ts";
import type { NewIds, OrderParty } from "../booking/order-plan.ts";
import { openChance, type Chance } from "./chance.ts";
import type { DemoPerson } from "./demo-business.ts";
import type { Person } from "./people.ts";
import type { Scene } from "./scene.ts";

/** What is to become of an order once it is confirmed. */
export type Fate = "kept" | "missed" | "called-off";

/** One order as it is meant to go; where somebody has the time already, it never happens. */
export interface Story {
  /** Unlike any other's: where its dice and its Idempotency-Key come from. */
  seed: string;
  items: OrderItem[];
  /** Epoch milliseconds. */
  madeAt: number;
  /** Somebody with an account orders for themselves; anybody else is written down at a desk. */
  by: { customer: Person } | { guest: DemoPerson; desk: Pick<Scene, "businessId" | "ownerId"> };
  /** Left as it is: held and unpaid, or waiting for an answer. */
  waits: boolean;
  /** What is due is paid before the hold runs out. */
  pays: boolean;
  /** Where the business has a say, it says yes. */
  accepted: boolean;
  fate: Fate;
  /** For its ids and for all that is left to chance later, so that no other story changes it. */
  dice: Chance;
}

type Told = Pick<Story, "items" | "madeAt" | "by"> & Partial<Story>;

/** A story that goes well, but for what is said. */
export function tell(seed: string, told: Told): Story {
  const usual = { waits: false, pays: true, accepted: true, fate: "kept" as const };
  return { ...usual, seed, dice: openChance(seed), ...told };
}

/** A story of everyday: most people pay and come, some do not. */
export function tellEveryday(seed: string, told: Told): Story {
  const dice = openChance(`${seed}/everyday`);
  const luck = dice.fraction();
  const fate = luck < 0.85 ? "kept" : luck < 0.91 ? "missed" : "called-off";
  return tell(seed, { fate, pays: dice.odds(0.92), accepted: dice.odds(0.8), ...told });
}

/** @param latest epoch milliseconds: ids never tell a time after it */
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
