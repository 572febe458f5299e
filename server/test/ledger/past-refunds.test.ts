import { expect, test } from "vitest";
import { pastRefunds } from "../../src/ledger/past-refunds.ts";

/** Returns a payment that fails `times` times with the error, then succeeds. */
function failing(times: number, error: Error) {
  let tries = 0;
  const pay = async () => {
    tries += 1;
    if (tries <= times) throw error;
    return tries;
  };
  return { pay, tries: () => tries };
}

const tooMuch = Object.assign(new Error("too much"), { constraint: "payout_within_owed" });

test("a payout overtaken by a refund is tried again", async () => {
  expect(await pastRefunds(failing(3, tooMuch).pay)).toBe(4);
});

test("a payout overtaken by refunds four times fails with a conflict", async () => {
  const { pay, tries } = failing(100, tooMuch);
  await expect(pastRefunds(pay)).rejects.toMatchObject({
    type: "conflict",
    detail: { en: expect.stringMatching(/Refunds reduced the amount owed/) },
  });
  expect(tries()).toBe(4);
});

test("any other failure is not retried", async () => {
  const { pay, tries } = failing(100, new Error("another"));
  await expect(pastRefunds(pay)).rejects.toThrow("another");
  expect(tries()).toBe(1);
});
