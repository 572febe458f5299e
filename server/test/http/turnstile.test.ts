import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { Turnstile } from "../../src/http/turnstile.ts";

/** Sends requests of clients at one moment; returns who has begun, and how many were refused. */
function open(most: number, mostWaiting = 1_000) {
  const turnstile = new Turnstile(most, mostWaiting);
  const begun: string[] = [];
  let refused = 0;
  const send = (client: string, count = 1) => {
    for (let n = 0; n < count; n += 1) {
      turnstile.pass(
        () => client,
        (refusal) => (refusal ? (refused += 1) : begun.push(client)),
      );
    }
  };
  return { send, begun, refusedCount: () => refused };
}

test("requests begin at once while there are few", () => {
  const { send, begun } = open(3);
  send("a", 2);
  send("b");
  expect(begun).toEqual(["a", "a", "b"]);
});

test("of a crowd only as many begin in a turn as may, and a single request of somebody else is among the next", async () => {
  const { send, begun } = open(4);
  send("crowd", 100);
  send("bystander");
  expect(begun).toHaveLength(4);
  await turn();
  expect(begun).toHaveLength(8);
  expect(begun).toContain("bystander");
  for (let n = 0; n < 30; n += 1) await turn();
  expect(begun).toHaveLength(101);
});

test("a request that arrives while others wait does not overtake its own client's", async () => {
  const { send, begun } = open(1);
  send("a");
  send("b");
  await turn();
  send("c");
  expect(begun).toEqual(["a", "b"]);
  await turn();
  expect(begun).toEqual(["a", "b", "c"]);
});

test("when too many wait, the next is refused as busy and the others are not", async () => {
  const { send, begun, refusedCount } = open(1, 2);
  send("a", 5);
  expect(refusedCount()).toBe(2);
  for (let n = 0; n < 5; n += 1) await turn();
  expect(begun).toHaveLength(3);
});
