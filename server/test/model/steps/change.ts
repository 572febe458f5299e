import fc from "fast-check";
import type { Change } from "../amending.ts";
import type { Booking, Item } from "../booking.ts";
import { itemOf } from "../needs.ts";
import { rigsOf } from "../prices.ts";
import type { Shops } from "../shops.ts";
import { RIGS, ROOMS, SEATS, wishOf, wishText, type Kind, type Wish } from "../wishes.ts";

/** A new wish for each kind of item. */
export type Wishes = Record<Kind, Wish>;
export const newWishes = fc.record(wishOf) as fc.Arbitrary<Wishes>;

const edit = fc.record({
  at: fc.nat(3),
  what: fc.constantFrom("moves", "moves", "moves", "shrinks", "grows", "removes", "adds", "keeps"),
  to: newWishes,
});
type Edit = typeof edit extends fc.Arbitrary<infer E> ? E : never;

export const edits: fc.Arbitrary<Edit[]> = fc.oneof(
  { weight: 4, arbitrary: edit.map((one) => [one]) },
  { weight: 1, arbitrary: fc.array(edit, { minLength: 2, maxLength: 3 }) },
);

export function editText({ at, what, to }: Edit): string {
  const wishes = Object.values(to).map(wishText).join("; ");
  return ["moves", "adds"].includes(what) ? `${what} ${at} to [${wishes}]` : `${what} ${at}`;
}

/** Turns edits into a change that names each item at most once. */
export function changeOf({ items }: Booking, all: readonly Edit[]): Change {
  const change: Change = { items: [], removed: [] };
  const named = new Set<Item>();
  for (const { at, what, to } of all) {
    const old = items[at % items.length]!;
    const { kind } = old.wish;
    if (what === "adds") change.items.push({ wish: to[kind] });
    if (what === "adds" || named.has(old)) continue;
    named.add(old);
    if (what === "removes") change.removed.push(old);
    else change.items.push({ old, wish: edited(old.wish, what, to[kind]) });
  }
  return change;
}

function edited(old: Wish, what: Edit["what"], to: Wish): Wish {
  switch (what) {
    case "shrinks":
      return shrunk(old);
    case "grows":
      return grown(old);
    case "keeps":
      return old;
    default:
      return asSaid(to, old);
  }
}

/** A wish for any staff keeps the old wish's staff, unless the service changes. */
export function asSaid(wish: Wish, old: Wish): Wish {
  if (wish.kind !== "appointment" || old.kind !== "appointment") return wish;
  const isUnsaid = wish.staff === "any" && wish.service === old.service;
  return isUnsaid ? { ...wish, staff: old.staff } : wish;
}

function shrunk(wish: Wish): Wish {
  switch (wish.kind) {
    case "appointment":
      return { ...wish, service: "cut" };
    case "rental":
      if (wish.hours === 2) return { ...wish, hours: 1 };
      return typeof wish.units === "number"
        ? { ...wish, units: Math.max(1, wish.units - 1) }
        : { ...wish, units: wish.units.slice(0, Math.max(1, wish.units.length - 1)) };
    case "seat":
      return { ...wish, seats: wish.seats.slice(-1) };
    default:
      return wish.rooms > 1
        ? { ...wish, rooms: wish.rooms - 1 }
        : { ...wish, nights: Math.max(1, wish.nights - 1) };
  }
}

function grown(wish: Wish): Wish {
  switch (wish.kind) {
    case "appointment":
      return { ...wish, service: "colour" };
    case "rental":
      if (wish.hours === 1) return { ...wish, hours: 2 };
      return { ...wish, units: Math.min(RIGS, rigsOf(wish) + 1) };
    case "seat": {
      const others = Array.from({ length: SEATS }, (_, index) => index + 1);
      const [more] = others.filter((seat) => !wish.seats.includes(seat));
      return { ...wish, seats: [...wish.seats, ...(more === undefined ? [] : [more])] };
    }
    default:
      return wish.nights < 3
        ? { ...wish, nights: wish.nights + 1 }
        : { ...wish, rooms: Math.min(ROOMS, wish.rooms + 1) };
  }
}

/** The request body: for existing items only the changed fields. */
export function bodyOf({ items, removed }: Change, shops: Shops): Record<string, unknown> {
  const changes = items.map(({ old, wish }) => {
    if (!old) return itemOf(wish, shops);
    const [now, before] = [itemOf(wish, shops), itemOf(old.wish, shops)];
    const changed = Object.entries(now).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]),
    );
    const fields = Object.fromEntries(changed);
    const isAsLong =
      wish.kind === "rental" && old.wish.kind === "rental" && wish.hours === old.wish.hours;
    // A new start without an end keeps the duration.
    if (isAsLong && "start" in fields) delete fields["end"];
    return { id: old.id, ...fields };
  });
  return {
    ...(changes.length > 0 && { items: changes }),
    ...(removed.length > 0 && { remove: removed.map(({ id }) => id) }),
  };
}
