import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { gather, type Gathering } from "../../src/base/gather.ts";
import { noMetrics } from "../../src/base/metrics.ts";

/** A batch that ended frees its lane in one turn of the event loop, and the next one begins in the following. */
async function nextTurn(): Promise<void> {
  await turn();
  await turn();
}

/** Batches that begin when they are gathered and end when the test says so. */
function heldBatches(more: Partial<Gathering<string, string>> = {}) {
  const begun: { questions: readonly string[]; end(): void; fail(error: Error): void }[] = [];
  const ask = gather<string, string>({
    station: "facts",
    metrics: noMetrics,
    run: (questions) => {
      const { promise, resolve, reject } = Promise.withResolvers<string[]>();
      const end = () => resolve(questions.map((one) => `${one}!`));
      begun.push({ questions, end, fail: reject });
      return promise;
    },
    ...more,
  });
  return { ask, begun, batches: () => begun.map(({ questions }) => questions.join(" ")) };
}

/** Answers at once; a question that begins with "bad" fails its batch. */
function promptBatches(more: Partial<Gathering<string, string>> = {}) {
  const batches: string[] = [];
  const ask = gather<string, string>({
    station: "facts",
    metrics: noMetrics,
    run: async (questions) => {
      batches.push(questions.join(" "));
      const bad = questions.find((one) => one.startsWith("bad"));
      if (bad) throw new Error(`${bad} in ${questions.length}`);
      return questions.map((one) => `${one}!`);
    },
    ...more,
  });
  return { ask, batches };
}

const reasonOf = (answer: PromiseSettledResult<string>) =>
  answer.status === "fulfilled" ? answer.value : (answer.reason as Error).message;

test("questions asked in one turn are answered by one batch, in their order", async () => {
  const { ask, begun, batches } = heldBatches();
  const answers = Promise.all(["a", "b", "c"].map((one) => ask(one)));
  expect(batches(), "nothing is sent before this turn has been read").toEqual([]);
  await nextTurn();
  expect(batches()).toEqual(["a b c"]);
  begun[0]!.end();
  expect(await answers).toEqual(["a!", "b!", "c!"]);
});

test("a question asked while a batch is under way waits for the next, which begins after it was asked", async () => {
  const { ask, begun, batches } = heldBatches();
  const first = ask("a");
  await nextTurn();
  const later = [ask("b"), ask("c")];
  await nextTurn();
  expect(batches()).toEqual(["a"]);
  begun[0]!.end();
  expect(await first).toBe("a!");
  later.push(ask("d"));
  await nextTurn();
  expect(batches()).toEqual(["a", "b c d"]);
  begun[1]!.end();
  expect(await Promise.all(later)).toEqual(["b!", "c!", "d!"]);
});

test("with two lanes a second batch begins while the first is under way, and a third waits", async () => {
  const { ask, begun, batches } = heldBatches({ lanes: 2 });
  const answers = [ask("a")];
  await nextTurn();
  answers.push(ask("b"));
  await nextTurn();
  answers.push(ask("c"));
  await nextTurn();
  expect(batches()).toEqual(["a", "b"]);
  begun[1]!.end();
  await answers[1];
  await nextTurn();
  expect(batches()).toEqual(["a", "b", "c"]);
  for (const batch of begun) batch.end();
  expect(await Promise.all(answers)).toEqual(["a!", "b!", "c!"]);
});

test("a batch is never larger than its bound, and those asked first are in the first", async () => {
  const { ask, batches } = promptBatches({ most: 2 });
  await Promise.all(["a", "b", "c", "d", "e"].map((one) => ask(one)));
  expect(batches).toEqual(["a b", "c d", "e"]);
});

test("a crowd in one group delays nobody in another by more than the batch under way", async () => {
  const { ask, begun, batches } = heldBatches({ most: 3, groupOf: (one) => one[0]! });
  const crowd = ["c1", "c2", "c3", "c4", "c5", "c6", "c7"].map((one) => ask(one));
  await nextTurn();
  const others = [ask("o1"), ask("p1")];
  begun[0]!.end();
  await crowd[0];
  await nextTurn();
  expect(batches()).toEqual(["c1 c2 c3", "c4 o1 p1"]);
  begun[1]!.end();
  expect(await Promise.all(others)).toEqual(["o1!", "p1!"]);
  await nextTurn();
  begun[2]!.end();
  await Promise.all(crowd);
});

test("when too many are waiting the next is refused as busy with Retry-After, and the others are answered", async () => {
  const { ask, begun } = heldBatches({ waiting: 2 });
  const first = ask("a");
  await nextTurn();
  const waiting = [ask("b"), ask("c")];
  await expect(ask("d")).rejects.toMatchObject({
    type: "busy",
    status: 503,
    headers: { "retry-after": "1" },
  });
  begun[0]!.end();
  await first;
  await nextTurn();
  begun[1]!.end();
  expect(await Promise.all(waiting)).toEqual(["b!", "c!"]);
});

test("a question whose asker hung up is never sent and gives its place to another", async () => {
  const { ask, begun, batches } = heldBatches({ waiting: 2 });
  const first = ask("a");
  await nextTurn();
  const asker = new AbortController();
  const left = ask("b", asker.signal);
  const waiting = [ask("c")];
  asker.abort();
  waiting.push(ask("d"));
  await expect(left).rejects.toMatchObject({ status: 499 });
  begun[0]!.end();
  await first;
  await nextTurn();
  expect(batches()).toEqual(["a", "c d"]);
  begun[1]!.end();
  expect(await Promise.all(waiting)).toEqual(["c!", "d!"]);
});

test("equal questions are asked once, as the latest, and stay while one asker is left", async () => {
  const { ask, begun, batches } = heldBatches({ keyOf: (one) => one[0]! });
  const asker = new AbortController();
  const answers = [ask("a1", asker.signal), ask("b1"), ask("a2")];
  asker.abort();
  await nextTurn();
  expect(batches()).toEqual(["a2 b1"]);
  const later = ask("a3");
  begun[0]!.end();
  expect(await Promise.all(answers)).toEqual(["a2!", "b1!", "a2!"]);
  await nextTurn();
  expect(batches(), "an answer under way is too old for a new question").toEqual(["a2 b1", "a3"]);
  begun[1]!.end();
  expect(await later).toBe("a3!");
});

test("a failed batch is asked again one by one, and each gets its own error", async () => {
  const { ask, batches } = promptBatches();
  const answers = await Promise.allSettled(["a", "bad1", "b", "bad2"].map((one) => ask(one)));
  expect(answers.map(reasonOf)).toEqual(["a!", "bad1 in 1", "b!", "bad2 in 1"]);
  expect(batches).toEqual(["a bad1 b bad2", "a", "bad1", "b", "bad2"]);
});

test("a failed question alone is not asked twice", async () => {
  const { ask, batches } = promptBatches();
  await expect(ask("bad")).rejects.toThrow("bad in 1");
  expect(batches).toEqual(["bad"]);
});

test("an error that concerns everybody ends the tries, and all get it", async () => {
  const { ask, batches } = promptBatches({ isForAll: () => true });
  const names = Array.from({ length: 20 }, (_, n) => `bad${n}`);
  const answers = await Promise.allSettled(names.map((one) => ask(one)));
  expect(answers.every(({ status }) => status === "rejected")).toBe(true);
  expect(batches.length).toBeLessThan(6);
});

test("a batch with a wrong number of answers is an error for each of its askers", async () => {
  const { ask } = promptBatches({ run: async () => [] });
  const answers = await Promise.allSettled([ask("a"), ask("b")]);
  expect(answers.map(reasonOf)).toEqual(["0 answers to 1 questions", "0 answers to 1 questions"]);
});
