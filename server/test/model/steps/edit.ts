import fc from "fast-check";
import { expect } from "vitest";
import { money } from "../../../src/base/money.ts";
import { ownedBy } from "../booking.ts";
import { blocks } from "../../../src/booking/booking.ts";
import type { Books } from "../books.ts";
import { RIGS } from "../wishes.ts";
import { dateOf } from "../day.ts";
import type { Prices } from "../prices.ts";
import type { World } from "../world.ts";
import { edit, expectDone, namedIn } from "./manage.ts";
import { expectProblem } from "./moves.ts";
import { step, type Step } from "./step.ts";

/** The number of nights with their own price. */
const NIGHTS = 5;

const sar = (minor: number) => money(minor, "SAR");

/** How each price is changed, over the API and in the model. */
const priced = {
  async cut(world: World, prices: Prices, minor: number) {
    const path = `services/${world.shops.salon.services.cut}`;
    expectDone(await edit(world, "salon", ["PATCH", path], { price: sar(minor) }));
    prices.cut = minor;
  },
  async colour(world: World, prices: Prices, minor: number) {
    const path = `services/${world.shops.salon.services.colour}`;
    expectDone(await edit(world, "salon", ["PATCH", path], { price: sar(minor) }));
    prices.colour = minor;
  },
  async rig(world: World, prices: Prices, minor: number) {
    const path = `rentals/${world.shops.venue.rentalId}`;
    expectDone(await edit(world, "venue", ["PATCH", path], { pricePerHour: sar(minor) }));
    prices.rig.early = minor / 2;
  },
} as const;

/** Changes a price; earlier sales keep theirs. */
export const pricing: fc.Arbitrary<Step> = fc
  .record({
    what: fc.constantFrom<keyof typeof priced>("cut", "colour", "rig"),
    minor: fc.constantFrom(4_000, 8_000, 12_000, 30_000),
  })
  .map(({ what, minor }) =>
    step(`a ${what} costs ${minor} from now on`, async (books, world) =>
      priced[what](world, books.shops.prices, minor),
    ),
  );

/** Changes a night's price, and closes or opens it; sold stays keep it. */
export const closing: fc.Arbitrary<Step> = fc
  .record({
    night: fc.nat(NIGHTS - 1),
    closed: fc.boolean(),
    minor: fc.constantFrom(20_000, 30_000, 50_000),
  })
  .map(({ night, closed, minor }) =>
    step(`night ${night} is ${closed ? "closed" : "open"} at ${minor}`, async (books, world) => {
      const date = dateOf(night);
      const rates = [{ from: date, to: date, price: sar(minor), closed }];
      const path = `roomTypes/${world.shops.hotel.roomTypeId}`;
      expectDone(await edit(world, "hotel", ["PUT", path, "/rates"], { rates }));
      books.shops.prices.nights[night] = minor;
      if (closed) books.sale.closed.add(night);
      else books.sale.closed.delete(night);
    }),
  );

/** Changes the hotel's room count, which is refused below what is sold; only before the first night. */
export const counting: fc.Arbitrary<Step> = fc.integer({ min: 1, max: 3 }).map((rooms) =>
  step(
    `the hotel has ${rooms} rooms`,
    async (books, world) => {
      const owned = books.owned().flatMap((item) => item.nights);
      const sold = [...Map.groupBy(owned, ({ night }) => night).values()].map((all) =>
        all.reduce((sum, one) => sum + one.rooms, 0),
      );
      const path = `roomTypes/${world.shops.hotel.roomTypeId}`;
      const answer = await edit(world, "hotel", ["PATCH", path], { rooms });
      if (sold.some((count) => count > rooms)) return expectProblem(answer, 409, "conflict");
      expectDone(answer);
      books.sale.rooms = rooms;
    },
    ({ now }) => now < Date.parse(`${dateOf(0)}T00:00:00+03:00`),
  ),
);

/** Takes a rig out of use, acknowledging its bookings, or puts it back. */
export const idling: fc.Arbitrary<Step> = fc.nat(RIGS - 1).map((number) =>
  step(`rig ${number} is taken out of use, or put back`, async (books, world) => {
    const rig = books.shops.venue.unitIds[number]!;
    const { idle } = books.sale;
    const change = (body: object) => edit(world, "venue", ["PATCH", `rentalUnits/${rig}`], body);
    if (idle.delete(rig)) return expectDone(await change({ active: true }));
    const acknowledge = soldOn(rig, books);
    if (acknowledge.length > 0) {
      const refused = await change({ active: false });
      expectProblem(refused, 409, "conflict");
      expect(namedIn(refused)).toEqual(acknowledge);
    }
    expectDone(await change({ active: false, acknowledge }));
    idle.add(rig);
  }),
);

/** The bookings that own or hold the rig for a coming time. */
function soldOn(rig: string, { bookings, now }: Books): string[] {
  const own = bookings.filter(
    (one) =>
      blocks(one.status) &&
      ownedBy(one).some((item) =>
        item.claims.some(({ unit, until }) => unit === rig && until > now),
      ),
  );
  return own.map(({ id }) => id).toSorted();
}
