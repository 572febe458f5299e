import { FairQueue } from "../base/fair-queue.ts";
import { WAITING_MAX } from "../base/limits.ts";
import { overloaded } from "../base/overload.ts";

/** Requests that begin in one turn of the event loop: about four milliseconds of work. */
const BEGIN_MAX = 32;

/**
 * Lets so many requests begin in each turn of the event loop. When a crowd arrives at once, the rest wait for the next
 * turns, and clients take turns: whoever sends a single request is not behind the thousand of somebody else. A server
 * that is not crowded lets every request begin at once.
 */
export class Turnstile {
  readonly #most: number;
  readonly #mostWaiting: number;
  readonly #waiting = new FairQueue<() => void>();
  #left: number;
  #isPlanned = false;

  constructor(most = BEGIN_MAX, mostWaiting = WAITING_MAX) {
    this.#most = most;
    this.#mostWaiting = mostWaiting;
    this.#left = most;
  }

  /**
   * Calls `begin` now or in one of the next turns; with the Problem busy when too many wait.
   *
   * @param clientOf tells clients apart; called only when the request must wait
   */
  pass(clientOf: () => string, begin: (refusal?: Error) => void): void {
    this.#plan();
    if (this.#left > 0 && this.#waiting.length === 0) {
      this.#left -= 1;
      return begin();
    }
    if (this.#waiting.length >= this.#mostWaiting) return begin(overloaded());
    this.#waiting.add(clientOf(), begin);
  }

  #plan(): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    setImmediate(() => this.#turn());
  }

  #turn(): void {
    this.#isPlanned = false;
    const next = this.#waiting.take(this.#most);
    this.#left = this.#most - next.length;
    if (this.#waiting.length > 0) this.#plan();
    for (const begin of next) begin();
  }
}
