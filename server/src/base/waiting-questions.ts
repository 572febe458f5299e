import { FairQueue } from "./fair-queue.ts";
import { abandoned, overloaded } from "./overload.ts";

/** Who waits for an answer; aborted when they hung up. An AbortSignal is one. */
export type Asker = Pick<AbortSignal, "aborted">;

/** One question and everybody who asks it. */
export interface Asked<Question, Answer> {
  question: Question;
  /** When it was first asked, by performance.now(). */
  since: number;
  key: string | undefined;
  askers: {
    asker?: Asker;
    resolve: (answer: Answer) => void;
    reject: (error: unknown) => void;
  }[];
}

interface Rules<Question> {
  /** Equal questions share a key. */
  keyOf?: (question: Question) => string;
  groupOf?: (question: Question) => string;
  /** Askers that may wait. */
  most: number;
}

/** Questions that wait for their batch: bounded, equal ones joined, those of askers who hung up removed. */
export class WaitingQuestions<Question, Answer> {
  readonly #rules: Rules<Question>;
  readonly #queue = new FairQueue<Asked<Question, Answer>>();
  readonly #byKey = new Map<string, Asked<Question, Answer>>();
  #askers = 0;

  constructor(rules: Rules<Question>) {
    this.#rules = rules;
  }

  get length(): number {
    return this.#queue.length;
  }

  /** @throws Problem busy when too many wait; abandoned when the asker hangs up before the question is taken */
  async add(question: Question, asker?: Asker): Promise<Answer> {
    const { keyOf, groupOf, most } = this.#rules;
    if (this.#askers >= most) this.#dropAbandoned();
    if (this.#askers >= most) throw overloaded();
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const key = keyOf?.(question);
    const equal = key === undefined ? undefined : this.#byKey.get(key);
    const asked = equal ?? { question, since: performance.now(), key, askers: [] };
    asked.question = question;
    asked.askers.push({ asker, resolve, reject });
    this.#askers += 1;
    if (!equal) {
      this.#queue.add(groupOf?.(question) ?? "", asked);
      if (key !== undefined) this.#byKey.set(key, asked);
    }
    return promise;
  }

  /** Takes up to `most` questions for a batch; none of them is joined any more. */
  take(most: number): Asked<Question, Answer>[] {
    this.#dropAbandoned();
    const taken = this.#queue.take(most);
    for (const asked of taken) this.#forget(asked);
    return taken;
  }

  #dropAbandoned(): void {
    const isGone = ({ askers }: Asked<Question, Answer>) =>
      askers.every(({ asker }) => asker?.aborted);
    for (const asked of this.#queue.removeWhere(isGone)) {
      this.#forget(asked);
      for (const { reject } of asked.askers) reject(abandoned());
    }
  }

  #forget({ key, askers }: Asked<Question, Answer>): void {
    this.#askers -= askers.length;
    if (key !== undefined) this.#byKey.delete(key);
  }
}
