import { expect, test } from "vitest";
import { makeHeld } from "./holder.ts";
import { openMortal } from "./mortal.ts";
import { expectWhole, takeForDone } from "./payer.ts";
import type { Point } from "./points.ts";

/** A worker is killed while it captures or voids money held on a card after the business decided. */

const mortal = await openMortal();
const work = () => mortal.work("outbox");

const [capturing, voiding] = [/\/capture$/, /\/void$/];
const decisions = {
  confirmation: ["confirmed paid", "captured"],
  cancellation: ["cancelled voided", "voided"],
} as const;
type Decision = keyof typeof decisions;

test.each<[Decision, string, Point]>([
  ["confirmation", "the gateway is about to be asked", { asked: capturing }],
  ["confirmation", "the gateway has acted but its answer is lost", { acted: capturing }],
  ["confirmation", "the result is being written", { acted: capturing, writing: "payments" }],
  ["cancellation", "the gateway is about to be asked", { asked: voiding }],
  ["cancellation", "the gateway has acted but its answer is lost", { acted: voiding }],
  ["cancellation", "the result is being written", { acted: voiding, writing: "payments" }],
])("worker killed after a %s when %s: the next worker finishes", async (decision, _, point) => {
  const { decide, ends } = await makeHeld(mortal);
  expect((await decide(decision)).status).toBe(200);
  await mortal.killAt(point, work);
  await mortal.workAll();
  expect(await ends()).toEqual(decisions[decision]);
  await expectWhole(mortal);
});

test("control: when events are marked done before they are processed, an accepted booking is never charged", async () => {
  const { decide, ends } = await makeHeld(mortal);
  expect((await decide("confirmation")).status).toBe(200);
  await takeForDone(mortal);
  await mortal.killAt({ asked: capturing }, work);
  await mortal.workAll();
  expect(await ends()).toEqual(["confirmed authorized", "authorized"]);
});
