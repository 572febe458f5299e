import { expect, test } from "vitest";
import { makeHeld } from "./holder.ts";
import { openMortal } from "./mortal.ts";
import { expectWhole, takeForDone } from "./payer.ts";
import type { Point } from "./points.ts";

/** The server is killed while a manager charges what was held on a card, or lets go of it. */

const mortal = await openMortal();

const wanted = {
  capture: { status: "paid", ends: ["pending paid", "captured"] },
  void: { status: "voided", ends: ["cancelled voided", "voided"] },
} as const;
type Move = keyof typeof wanted;
const [capturing, voiding] = [/\/capture$/, /\/void$/];

test.each<[Move, string, Point]>([
  ["capture", "the gateway is about to be asked", { asked: capturing }],
  ["capture", "the gateway has acted, and its answer is lost", { acted: capturing }],
  ["capture", "that is being written down", { acted: capturing, writing: "payments" }],
  ["capture", "the manager is not answered", { writing: "idempotency_keys" }],
  ["void", "the gateway is about to be asked", { asked: voiding }],
  ["void", "the gateway has acted, and its answer is lost", { acted: voiding }],
  ["void", "that is being written down", { acted: voiding, writing: "payments" }],
  ["void", "the manager is not answered", { writing: "idempotency_keys" }],
])("a manager's %s, killed when %s: asked again it is done once", async (what, _, point) => {
  const { move, ends, audited } = await makeHeld(mortal);
  await mortal.killAt(point, () => move(what));
  const { status, body } = await move(what);
  expect([status, body.status]).toEqual([200, wanted[what].status]);
  expect((await move(what)).body).toEqual(body);
  await mortal.workAll();
  expect(await ends()).toEqual(wanted[what].ends);
  expect(await audited()).toEqual([`payment.${what}Asked`]);
  await expectWhole(mortal);
});

test.each<[Move, Point]>([
  ["capture", { acted: capturing }],
  ["void", { acted: voiding }],
])(
  "a manager's %s, killed when the gateway's answer is lost, and nobody asks again: its webhook finishes",
  async (what, point) => {
    const { move, ends, audited } = await makeHeld(mortal);
    await mortal.killAt(point, () => move(what));
    await mortal.workAll();
    expect(await ends()).toEqual(wanted[what].ends);
    expect(await audited()).toEqual([`payment.${what}Asked`]);
    await expectWhole(mortal);
  },
);

test.each<[Move, Point]>([
  ["capture", { asked: capturing }],
  ["void", { asked: voiding }],
])(
  "a manager's %s, killed before the gateway hears of it, and nobody asks again: the money stays held",
  async (what, point) => {
    const { move, ends } = await makeHeld(mortal);
    await mortal.killAt(point, () => move(what));
    await mortal.workAll();
    expect(await ends()).toEqual(["pending authorized", "authorized"]);
    await expectWhole(mortal);
  },
);

test("where an event counts as done when it is taken, and the worker is killed as well: nobody here knows what was charged", async () => {
  const { move, ends } = await makeHeld(mortal);
  await mortal.killAt({ acted: capturing }, () => move("capture"));
  await mortal.sandbox.sendWebhooks();
  await takeForDone(mortal);
  await mortal.killAt({ asked: /^GET/ }, () => mortal.work("outbox"));
  await mortal.work("reconcile-payments");
  await mortal.workAll();
  expect(await ends()).toEqual(["pending authorized", "captured"]);
});
