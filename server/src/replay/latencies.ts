/** Durations of answers, in milliseconds. */
export class Latencies {
  readonly #values: number[] = [];

  add(ms: number): void {
    this.#values.push(ms);
  }

  get count(): number {
    return this.#values.length;
  }

  /** Nearest-rank percentiles (50, 90, 99, 99.9, 100); 0 without any values. */
  percentiles(ranks: readonly number[]): number[] {
    const sorted = this.#values.toSorted((a, b) => a - b);
    return ranks.map((rank) => sorted[Math.ceil((rank / 100) * sorted.length) - 1] ?? 0);
  }
}
