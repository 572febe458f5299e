import { expect, test } from "vitest";
import { pastRefunds } from "../../src/ledger/past-refunds.ts";

/** Fails so many times with the error, then is done. */
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

test("a refund that came in between is paid around", async () => {
  expect(await pastRefunds(failing(3, tooMuch).pay)).toBe(4);
});

test("refunds that come in between every time are told of", async () => {
  const { pay, tries } = failing(100, tooMuch);
  await expect(pastRefunds(pay)).rejects.toMatchObject({
    type: "conflict",
    detail: { en: expect.stringMatching(/Refunds reduced the amount owed/) },
  });
  expect(tries()).toBe(4);
});

test("any other failure is not tried again", async () => {
  const { pay, tries } = failing(100, new Error("another"));
  await expect(pastRefunds(pay)).rejects.toThrow("another");
  expect(tries()).toBe(1);
});
