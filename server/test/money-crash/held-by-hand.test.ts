import { expect, test } from "vitest";
import { makeHeld } from "./holder.ts";
import { openMortal } from "./mortal.ts";
import { expectWhole, takeForDone } from "./payer.ts";
import type { Point } from "./points.ts";

/** The server is killed while a manager captures or voids money held on a card. */

const mortal = await openMortal();

const wanted = {
  capture: { status: "paid", ends: ["pending paid", "captured"] },
  void: { status: "voided", ends: ["cancelled voided", "voided"] },
} as const;
type Move = keyof typeof wanted;
const [capturing, voiding] = [/\/capture$/, /\/void$/];

test.each<[Move, string, Point]>([
  ["capture", "the gateway is about to be asked", { asked: capturing }],
  ["capture", "the gateway has acted but its answer is lost", { acted: capturing }],
  ["capture", "the result is being written", { acted: capturing, writing: "payments" }],
  ["capture", "the manager is not answered", { writing: "idempotency_keys" }],
  ["void", "the gateway is about to be asked", { asked: voiding }],
  ["void", "the gateway has acted but its answer is lost", { acted: voiding }],
  ["void", "the result is being written", { acted: voiding, writing: "payments" }],
  ["void", "the manager is not answered", { writing: "idempotency_keys" }],
])("server killed during a manager's %s when %s: a retry does it once", async (what, _, point) => {
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
  "server killed during a manager's %s with the gateway's answer lost, and no retry: the webhook finishes it",
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
  "server killed during a manager's %s before the gateway hears of it, and no retry: the money stays held",
  async (what, point) => {
    const { move, ends } = await makeHeld(mortal);
    await mortal.killAt(point, () => move(what));
    await mortal.workAll();
    expect(await ends()).toEqual(["pending authorized", "authorized"]);
    await expectWhole(mortal);
  },
);

test("control: when events are marked done before they are processed, a charge made at the gateway is never recorded", async () => {
  const { move, ends } = await makeHeld(mortal);
  await mortal.killAt({ acted: capturing }, () => move("capture"));
  await mortal.sandbox.sendWebhooks();
  await takeForDone(mortal);
  await mortal.killAt({ asked: /^GET/ }, () => mortal.work("outbox"));
  await mortal.work("reconcile-payments");
  await mortal.workAll();
  expect(await ends()).toEqual(["pending authorized", "captured"]);
});
