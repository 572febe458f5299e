import { beforeAll, test } from "vitest";
import { order, rentalItem, seatItem, stayItem } from "../isolation/fill-estate.ts";
import { book, nextHalfHour, send } from "../isolation/estate.ts";
import { openWorld } from "../isolation/world.ts";
import { expectSaid, invalid } from "./said.ts";

/** Amendments whose fields are each valid but wrong together: refused with a pointer, and nothing is written. */

const { app, ours, theirs } = await openWorld();
const customer = app.as(ours.customer.token);

/** Bookings: two appointments, a rig, a stay, a seat, and an item of another business. */
let two: { id: string; items: { id: string }[] };
let rig: { id: string; items: { id: string }[] };
let foreign: string;
let stay: { id: string; items: { id: string }[] };
let seat: { id: string; items: { id: string }[] };

beforeAll(async () => {
  const { serviceId } = ours.salon;
  const items = [0, 1].map(() => ({ kind: "appointment", serviceId, start: nextHalfHour() }));
  two = await send(ours, "POST", "/v1/bookings", { items }, { by: ours.customer });
  rig = (await order(ours, [rentalItem(ours, "2026-12-02")])).bookings[0];
  stay = (await order(ours, [stayItem(ours, "2026-12-10", "2026-12-12")])).bookings[0];
  seat = (await order(ours, [seatItem(ours, "3B")])).bookings[0];
  foreign = (await book(theirs)).items[0]!.id;
});

type Cross = [name: string, ask: () => [string, object], expected: unknown[]];
const start = "2026-12-03T10:00:00+03:00";
const [A, B] = [() => two.items[0]!.id, () => two.items[1]!.id];

const crossed: Cross[] = [
  ["an empty body", () => [two.id, {}], [...invalid, "/items"]],
  ["only a reason", () => [two.id, { reason: "late" }], [...invalid, "/items"]],
  [
    "another booking's item",
    () => [two.id, { items: [{ id: rig.items[0]!.id, start }] }],
    [...invalid, "/items/0/id"],
  ],
  [
    "another business's item",
    () => [two.id, { items: [{ id: foreign, start }] }],
    [...invalid, "/items/0/id"],
  ],
  [
    "another booking's item to be removed",
    () => [two.id, { remove: [rig.items[0]!.id] }],
    [...invalid, "/remove/0"],
  ],
  [
    "one item twice",
    () => [
      two.id,
      {
        items: [
          { id: A(), start },
          { id: A(), start },
        ],
      },
    ],
    [...invalid, "/items/1/id"],
  ],
  [
    "one item twice, the second time in upper case",
    () => [
      two.id,
      {
        items: [
          { id: A(), start },
          { id: A().toUpperCase(), start },
        ],
      },
    ],
    [...invalid, "/items/1/id"],
  ],
  [
    "an item changed and removed",
    () => [two.id, { items: [{ id: A(), start }], remove: [A()] }],
    [...invalid, "/items/0/id"],
  ],
  ["an item removed twice", () => [two.id, { remove: [A(), A()] }], [...invalid, "/remove/1"]],
  ["every item removed", () => [two.id, { remove: [A(), B()] }], [...invalid, "/remove"]],
  [
    "an item of another kind",
    () => [two.id, { items: [{ id: A(), kind: "rental", start }] }],
    [...invalid, "/items/0/kind"],
  ],
  [
    "fields of another kind",
    () => [two.id, { items: [{ id: A(), rooms: 2, checkIn: "2026-12-03" }] }],
    [...invalid, "/items/0/rooms", "/items/0/checkIn"],
  ],
  [
    "an addition without a kind",
    () => [two.id, { items: [{ start }] }],
    [...invalid, "/items/0/kind"],
  ],
  [
    "an addition without a required field",
    () => [two.id, { items: [{ kind: "appointment", start }] }],
    [...invalid, "/items/0/serviceId"],
  ],
  [
    "an addition from another business",
    () => [two.id, { items: [{ ...rentalItem(theirs, "2026-12-04") }] }],
    [...invalid, "/items/0"],
  ],
  [
    "staff of another business",
    () => [two.id, { items: [{ id: A(), staffId: theirs.salon.staffIds[0] }] }],
    [...invalid, "/items/0/staffId"],
  ],
  [
    "an end before its start",
    () => [rig.id, { items: [{ id: rig.items[0]!.id, end: "2026-12-02T09:00:00+03:00" }] }],
    [...invalid, "/items/0/end"],
  ],
  [
    "both a number of units and named units",
    () => [
      rig.id,
      { items: [{ id: rig.items[0]!.id, units: 2, unitIds: [ours.venue.unitIds[0]] }] },
    ],
    [...invalid, "/items/0/units"],
  ],
  [
    "a unit of another business",
    () => [rig.id, { items: [{ id: rig.items[0]!.id, unitIds: [theirs.venue.unitIds[0]] }] }],
    [...invalid, "/items/0/unitIds/0"],
  ],
  [
    "a check-out before its check-in",
    () => [stay.id, { items: [{ id: stay.items[0]!.id, checkOut: "2026-12-09" }] }],
    [...invalid, "/items/0/checkOut"],
  ],
  [
    "one seat twice",
    () => [
      seat.id,
      {
        items: [
          {
            id: seat.items[0]!.id,
            seats: ["3B", "3B"].map((label) => ({ label, passenger: "P" })),
          },
        ],
      },
    ],
    [...invalid, "/items/0/seats/1/label"],
  ],
  [
    "an unknown seat",
    () => [
      seat.id,
      { items: [{ id: seat.items[0]!.id, seats: [{ label: "99Z", passenger: "P" }] }] },
    ],
    [422, "not-available"],
  ],
];

test.each(crossed)("rejects an amendment with %s", async (_name, ask, expected) => {
  const [id, body] = ask();
  for (const path of ["/quote", ""]) {
    const url = `/v1/bookings/${id}/amendments${path}`;
    await expectSaid(app.owner, () => customer.post(url, body), expected);
  }
});
