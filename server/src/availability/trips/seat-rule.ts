import { keepSeat } from "./keep-seat.ts";
import { planSeat } from "./plan-seat.ts";
import { seatFacts } from "./seat-facts.ts";

/** How seats of a trip are judged: the facts to gather, and the decision on them. */
export const seatRule = { facts: seatFacts, plan: planSeat, ...keepSeat };
