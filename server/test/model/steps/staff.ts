import fc from "fast-check";
import { expect } from "vitest";
import { blocks } from "../../../src/booking/booking.ts";
import type { Answer } from "../../harness/caller.ts";
import { ownedBy } from "../booking.ts";
import type { Books } from "../books.ts";
import { slotStart, WEEKDAY } from "../day.ts";
import { staffRules, type Span, type Staff } from "../staff.ts";
import { SLOTS, STAFF } from "../wishes.ts";
import type { World } from "../world.ts";
import { edit, expectDone, namedIn } from "./manage.ts";
import { expectProblem } from "./moves.ts";
import { step, type Step } from "./step.ts";

/** An edit of a staff member that acknowledges the affected bookings. */
interface StaffEdit {
  send: (acknowledge: string[]) => Promise<Answer>;
  /** The bookings that the refusal names. */
  touched: string[];
  done: number;
}

async function make({ send, touched, done }: StaffEdit): Promise<Answer> {
  if (touched.length > 0) {
    // Acknowledging all but one booking is not enough.
    const refused = await send(touched.slice(1));
    expectProblem(refused, 409, "conflict");
    expect(namedIn(refused)).toEqual(touched);
  }
  const answer = await send(touched);
  expectDone(answer, done);
  return answer;
}

/** Deactivates or reactivates a staff member. */
export const leaving = about("stops working, or is back", async (id, person, books, world) => {
  const active = !person.active;
  const touched = active ? [] : soldOf(id, books, () => true);
  const send = (acknowledge: string[]) =>
    edit(world, "salon", ["PATCH", `staff/${id}`], { active, acknowledge });
  await make({ send, touched, done: 200 });
  person.active = active;
});

/** A span of the half hours that appointments use. */
const span: fc.Arbitrary<Span> = fc
  .record({ slot: fc.nat(SLOTS), halfHours: fc.integer({ min: 1, max: 3 }) })
  .map(({ slot, halfHours }) => ({ from: slotStart(slot), until: slotStart(slot + halfHours) }));

/** Adds time off, or removes it. */
export const resting: fc.Arbitrary<Step> = fc
  .tuple(span, fc.boolean())
  .chain(([time, isBack]) =>
    about(`${isBack ? "gives up time off, or " : ""}takes ${spanText(time)} off`, (...all) =>
      rest(time, isBack, ...all),
    ),
  );

async function rest(
  time: Span,
  isBack: boolean,
  id: string,
  { off }: Staff,
  books: Books,
  world: World,
): Promise<void> {
  const given = isBack ? off.shift() : undefined;
  if (given) {
    const path = `/exceptions/${given.id}`;
    return expectDone(await edit(world, "salon", ["DELETE", `staff/${id}`, path]), 204);
  }
  const body = { kind: "off", start: instant(time.from), end: instant(time.until) };
  const send = (acknowledge: string[]) =>
    edit(world, "salon", ["POST", `staff/${id}`, "/exceptions"], { ...body, acknowledge });
  const touched = soldOf(id, books, ({ from, until }) => from < time.until && time.from < until);
  const answer = await make({ send, touched, done: 201 });
  off.push({ ...time, id: answer.body.id });
}

/** Changes weekly windows: some of the day, none of it, or the salon's hours. */
export const rescheduling: fc.Arbitrary<Step> = fc
  .oneof(
    { weight: 3, arbitrary: span.map((one): Span[] | null => [one]) },
    { weight: 1, arbitrary: fc.constantFrom<Span[] | null>([], null, null) },
  )
  .chain((windows) =>
    about(`works at ${windows?.map(spanText).join() ?? "any time"}`, async (id, person, ...all) => {
      const [books, world] = all;
      const fits = ({ from, until }: Span, hours: Staff["windows"]) =>
        staffRules({ active: true, windows: hours, off: [] }, from, until).length === 0;
      const touched = soldOf(
        id,
        books,
        (time) => fits(time, person.windows) && !fits(time, windows),
      );
      const send = (acknowledge: string[]) =>
        edit(world, "salon", ["PUT", `staff/${id}`, "/windows"], {
          windows: weekOf(windows),
          acknowledge,
        });
      await make({ send, touched, done: 200 });
      person.windows = windows;
    }),
  );

/** Staff who do not work on the model's day work on another day. */
function weekOf(windows: Staff["windows"]): object[] {
  if (!windows) return [];
  const clock = (ms: number) => new Date(ms + 3 * 3_600_000).toISOString().slice(11, 16);
  if (windows.length === 0) return [{ weekday: (WEEKDAY % 7) + 1, start: "09:00", end: "12:00" }];
  return windows.map(({ from, until }) => ({
    weekday: WEEKDAY,
    start: clock(from),
    end: clock(until),
  }));
}

function about(
  words: string,
  act: (id: string, person: Staff, books: Books, world: World) => Promise<void>,
): fc.Arbitrary<Step> {
  return fc.nat(STAFF - 1).map((number) =>
    step(`staff ${number} ${words}`, (books, world) => {
      const id = books.shops.salon.staffIds[number]!;
      return act(id, books.staffOf(id), books, world);
    }),
  );
}

/** The bookings that own or hold the staff member for a matching coming time. */
function soldOf(
  id: string,
  { bookings, now }: Books,
  isTouched: (time: Span) => boolean,
): string[] {
  const own = bookings.filter((booking) => {
    if (!blocks(booking.status)) return false;
    const times = ownedBy(booking).flatMap((owned) =>
      owned.claims
        .filter(({ unit }) => unit === id)
        .map(({ from, until }): Span => {
          const item = booking.items.find((one) => one === owned);
          return item ? { from: item.begins, until: item.ends } : { from, until };
        }),
    );
    return times.some((time) => time.until > now && isTouched(time));
  });
  return own.map((one) => one.id).toSorted();
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}

function spanText({ from, until }: Span): string {
  return `${instant(from).slice(11, 16)}–${instant(until).slice(11, 16)} UTC`;
}
