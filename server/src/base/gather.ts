import { GATHERED_MAX, WAITING_MAX } from "./limits.ts";
import type { Metrics, Station } from "./metrics.ts";
import { type Asked, type Asker, WaitingQuestions } from "./waiting-questions.ts";

/** How the questions of many requests are answered together. */
export interface Gathering<Question, Answer> {
  /** Names it in the metrics. */
  station: Station;
  /** Answers all questions of a batch, in their order. It begins after all of them were asked. */
  run: (questions: readonly Question[]) => Promise<readonly Answer[]>;
  metrics: Metrics;
  /** Equal questions are asked once, as the latest of them, and share the answer; by default none are equal. */
  keyOf?: (question: Question) => string;
  /** Groups take turns, so that a crowd in one does not delay the others; by default all are one group. */
  groupOf?: (question: Question) => string;
  /** Whether an error concerns everybody (the database is away), so that trying the others alone is no use. */
  isForAll?: (error: unknown) => boolean;
  /** Batches under way at a time; default 1. */
  lanes?: number;
  /** Questions in a batch. */
  most?: number;
  /** Askers that may wait for a batch to come. */
  waiting?: number;
}

/**
 * Asks, and resolves with the answer.
 *
 * @throws Problem busy when too many are waiting; abandoned when the asker hung up before it was sent; else what the
 *   question alone throws
 */
export type Ask<Question, Answer> = (question: Question, asker?: Asker) => Promise<Answer>;

/** How many members of a failed batch are tried at a time. */
const ALONE_AT_ONCE = 4;

/**
 * Gathers the questions of concurrent requests into batches. An idle one asks as soon as this turn of the event loop
 * has been read, so nobody waits for company; while a batch is under way, questions only queue. A batch that fails is
 * asked again one question at a time, so each gets its own error.
 */
export function gather<Question, Answer>(
  gathering: Gathering<Question, Answer>,
): Ask<Question, Answer> {
  const { station, metrics, lanes = 1, most = GATHERED_MAX } = gathering;
  const waiting = new WaitingQuestions<Question, Answer>({
    ...gathering,
    most: gathering.waiting ?? WAITING_MAX,
  });
  let underWay = 0;
  let isPlanned = false;

  const plan = () => {
    if (isPlanned || underWay === lanes || waiting.length === 0) return;
    isPlanned = true;
    setImmediate(flush);
  };

  const flush = () => {
    isPlanned = false;
    while (underWay < lanes) {
      const batch = waiting.take(most);
      if (batch.length === 0) return;
      const oldest = Math.min(...batch.map(({ since }) => since));
      metrics.batch(station, batch.length, (performance.now() - oldest) / 1000);
      underWay += 1;
      void answer(gathering, batch).finally(() => {
        underWay -= 1;
        plan();
      });
    }
  };

  return (question, asker) => {
    const answered = waiting.add(question, asker);
    plan();
    return answered;
  };
}

async function answer<Question, Answer>(
  gathering: Gathering<Question, Answer>,
  batch: readonly Asked<Question, Answer>[],
): Promise<void> {
  try {
    settle(batch, await gathering.run(batch.map(({ question }) => question)));
  } catch (error) {
    if (batch.length === 1) refuse(batch[0]!, error);
    else await answerAlone(gathering, batch);
  }
}

async function answerAlone<Question, Answer>(
  { run, isForAll }: Gathering<Question, Answer>,
  batch: readonly Asked<Question, Answer>[],
): Promise<void> {
  const left = batch.values();
  let away: { error: unknown } | undefined;
  const work = async () => {
    for (const asked of left) {
      try {
        if (away) throw away.error;
        settle([asked], await run([asked.question]));
      } catch (error) {
        if (isForAll?.(error)) away = { error };
        refuse(asked, error);
      }
    }
  };
  await Promise.all(Array.from({ length: ALONE_AT_ONCE }, work));
}

function settle<Answer>(
  batch: readonly Asked<unknown, Answer>[],
  answers: readonly Answer[],
): void {
  if (answers.length !== batch.length) {
    throw new Error(`${answers.length} answers to ${batch.length} questions`);
  }
  for (const [n, { askers }] of batch.entries()) {
    for (const { resolve } of askers) resolve(answers[n]!);
  }
}

function refuse({ askers }: Asked<unknown, never>, error: unknown): void {
  for (const { reject } of askers) reject(error);
}
