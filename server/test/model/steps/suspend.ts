import fc from "fast-check";
import { expect } from "vitest";
import type { Books } from "../books.ts";
import { shopNames, type ShopName } from "../shops.ts";
import { expectProblem } from "./moves.ts";
import { step, type Step } from "./step.ts";

/** The platform suspends or reinstates a business; sometimes it repeats the last decision, which is refused. */
export const suspending: fc.Arbitrary<Step> = fc
  .record({ shop: fc.constantFrom(...shopNames), isOdd: fc.nat(5).map((n) => n === 0) })
  .map(({ shop, isOdd }) =>
    step(
      `the platform ${isOdd ? "once more does what it did to" : "suspends or reinstates"} the ${shop}`,
      async (books, { admin, shops }) => {
        const { suspended } = books.sale;
        const isSuspended = suspended.has(shop);
        const what = isSuspended === isOdd ? "suspension" : "reinstatement";
        const path = `/v1/admin/businesses/${shops[shop].businessId}/${what}`;
        const answer = await admin.post(path, { reason: "complaints" });
        if (isOdd) return expectProblem(answer, 409, "invalid-transition");
        expect(answer.status, JSON.stringify(answer.body)).toBe(200);
        if (isSuspended) suspended.delete(shop);
        else suspend(books, shop);
      },
    ),
  );

/** Ends the business's holds, pending bookings and open amendments; confirmed bookings stay. */
function suspend(books: Books, shop: ShopName): void {
  books.sale.suspended.add(shop);
  for (const one of books.bookings.filter((booking) => booking.shop === shop)) {
    if (one.status === "reserved" || one.status === "pending") one.end("cancelled", 0);
    else if (one.open) one.open.status = "withdrawn";
  }
}
