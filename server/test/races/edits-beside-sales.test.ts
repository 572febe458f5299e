import { beforeEach, describe, expect, test } from "vitest";
import { amendBooking } from "../../src/amendment/amend-booking.ts";
import { HOUR_MS, instantText } from "../../src/base/time.ts";
import { asProblem } from "../../src/db/constraint-problems.ts";
import type { Tx } from "../../src/db/connection.ts";
import { payLate } from "../harness/late-money.ts";
import type { Caller } from "../harness/caller.ts";
import { makePerson } from "../harness/people.ts";
import { morning, standingClock, startTestApp } from "../harness/test-app.ts";
import { uncompared, weaken, without } from "./arena.ts";
import { stagings, type Scene, type Staging } from "./edit-scenes.ts";
import { commandInFlight, orderInFlight, startedBeside, type InFlight } from "./edit-steps.ts";

type App = Awaited<ReturnType<typeof openApp>>;

async function openApp() {
  return startTestApp({ clock: standingClock() });
}

const guarded = await openApp();
/** Edits do not lock what is sold. */
const unlocked = await openApp();
await without(
  unlocked,
  `create or replace function lock_sold(business uuid, unit_ids uuid[], pool_ids uuid[]) returns void
   language plpgsql as $$ begin end $$`,
  "alter table staff disable trigger staff_hold_unit",
  "alter table rental_units disable trigger rental_units_hold_unit",
  "alter table staff_exceptions disable trigger staff_exceptions_hold_unit",
);
/** Sales are not judged again against the edited catalogue. */
const unasked = await openApp();
await without(unasked, uncompared);
await weaken(unasked, "assert_offered", "if exists (", "if false and exists (");
for (const row of ["u", "p"]) {
  await weaken(
    unasked,
    "refuse_unsaleable",
    `where ${row}.edited_by is`,
    `where false and ${row}.edited_by is`,
  );
}

beforeEach(() => {
  for (const { clock } of [guarded, unlocked, unasked]) clock.set(morning);
});

const atHand = (app: App) =>
  ({ scope: "platform", actor: "system:test", now: instantText(app.clock.now()) }) as const;

async function customerOf(app: App): Promise<Caller> {
  return app.as((await makePerson(app.db)).token);
}

/** One way of selling something, ready to be started. */
interface Sale {
  start: () => Promise<unknown>;
  inFlight: () => Promise<InFlight<unknown>>;
  /** Whether the sale succeeded; otherwise it was refused. */
  isSold: (outcome: PromiseSettledResult<unknown>) => boolean;
  bookingId: () => string | undefined;
}

async function anOrder(app: App, { item }: Scene): Promise<Sale> {
  const customer = await customerOf(app);
  let bookingId: string | undefined;
  const send = async () => {
    const answer = await customer.post("/v1/bookings", { items: [item] });
    bookingId = answer.body.id;
    // A refusal must be an expected one.
    expect([201, 409, 422]).toContain(answer.status);
    return answer;
  };
  return {
    start: send,
    inFlight: () => orderInFlight(app, send),
    isSold: (outcome) =>
      outcome.status === "fulfilled" && (outcome.value as { status: number }).status === 201,
    bookingId: () => bookingId,
  };
}

/** A late payment for an expired hold. */
async function lateMoney(app: App, { item }: Scene): Promise<Sale> {
  const held = await (await customerOf(app)).post("/v1/bookings", { items: [item] });
  expect(held.body.status).toBe("reserved");
  app.clock.advance(HOUR_MS);
  return saleBy(app, held.body.id, (tx) => payLate(tx, held.body.id));
}

/** An amendment that moves a booking to what the edit breaks. */
async function anAmendment(app: App, { move }: Scene): Promise<Sale> {
  const made = await (await customerOf(app)).post("/v1/bookings", { items: [move!.from] });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  const request = {
    bookingId: made.body.id as string,
    items: [{ id: made.body.items[0].id, ...move!.change }],
    remove: [],
    by: "customer",
    reason: "",
    limits: null,
    now: app.clock.now(),
  } as const;
  return saleBy(app, request.bookingId, (tx) => amendBooking(tx, request));
}

function saleBy(app: App, bookingId: string, command: (tx: Tx) => Promise<unknown>): Sale {
  const inFlight = () => commandInFlight(app, atHand(app), command);
  return {
    start: async () => {
      const { go, done } = await inFlight();
      go();
      return done;
    },
    inFlight,
    isSold: (outcome) => outcome.status === "fulfilled",
    bookingId: () => bookingId,
  };
}

const sales = {
  "an order": { make: anOrder, terms: {} },
  "late money": { make: lateMoney, terms: { payment_terms: "full" } },
  "an amendment": { make: anAmendment, terms: {} },
} as const;

interface Outcome {
  isSold: boolean;
  isEdited: boolean;
  /** The bookings that the edit's refusal names. */
  named: string[];
  bookingId: string | undefined;
}

async function race(
  app: App,
  staging: Staging,
  sale: keyof typeof sales,
  first: "the sale" | "the edit",
): Promise<Outcome> {
  const { make, terms } = sales[sale];
  const scene = await staging.stage(app, terms);
  const selling = await make(app, scene);
  const edit = (tx: Tx) => scene.edit(tx);
  const ending = async (sold: Promise<unknown>, edited: Promise<unknown>): Promise<Outcome> => {
    const [a, b] = await Promise.allSettled([sold, edited]);
    const problem = b.status === "rejected" ? asProblem(b.reason) : undefined;
    if (problem) expect(problem.type).toBe("conflict");
    const bookings = (problem?.extra?.["bookings"] ?? []) as { id: string }[];
    return {
      isSold: selling.isSold(a),
      isEdited: b.status === "fulfilled",
      named: bookings.map(({ id }) => id),
      bookingId: selling.bookingId(),
    };
  };
  if (first === "the sale") {
    const sold = await selling.inFlight();
    const [edited] = await startedBeside(app, sold, () => editNow(app, edit));
    sold.go();
    return ending(sold.done, edited);
  }
  const edited = await commandInFlight(app, atHand(app), edit);
  const [sold] = await startedBeside(app, edited, selling.start);
  edited.go();
  return ending(sold, edited.done);
}

async function editNow(app: App, edit: (tx: Tx) => Promise<unknown>): Promise<unknown> {
  const { go, done } = await commandInFlight(app, atHand(app), edit);
  go();
  return done;
}

const cases = stagings.flatMap((staging) =>
  (Object.keys(sales) as (keyof typeof sales)[])
    .filter((sale) => sale !== "an amendment" || staging.isMovedInto)
    .map((sale) => ({ name: `${staging.edit}, beside ${sale}`, staging, sale })),
);

describe.each(cases)("$name", ({ staging, sale }) => {
  test("the sale comes first: the edit waits for it and is refused with the booking", async () => {
    const outcome = await race(guarded, staging, sale, "the sale");
    expect(outcome).toEqual({
      isSold: true,
      isEdited: false,
      named: [outcome.bookingId],
      bookingId: expect.any(String),
    });
  });

  test("the edit comes first: the sale waits for it and is refused", async () => {
    const outcome = await race(guarded, staging, sale, "the edit");
    expect(outcome).toMatchObject({ isSold: false, isEdited: true });
  });

  test("control: without the edit's locks both succeed, unless a foreign key holds the row", async () => {
    const outcome = await race(unlocked, staging, sale, "the sale");
    const isEdited = !staging.heldBy?.some((one) => one === sale);
    expect(outcome).toMatchObject({ isSold: true, isEdited });
  });

  test("control: without judging again the sale succeeds after the edit", async () => {
    const outcome = await race(unasked, staging, sale, "the edit");
    expect(outcome).toMatchObject({ isSold: true, isEdited: true });
  });
});
