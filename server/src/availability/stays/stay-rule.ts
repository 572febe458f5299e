import { keepStay } from "./keep-stay.ts";
import { planStay } from "./plan-stay.ts";
import { stayFacts } from "./stay-facts.ts";

/** How a stay is judged: the facts to gather, and the decision on them. */
export const stayRule = { facts: stayFacts, plan: planStay, ...keepStay };
