import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { Done } from "./load.ts";
import type { Job, Order, Report } from "./generator-process.ts";

/** A run is not given up for a few failures: they are counted and reported. */
const FAILURES_MAX = 0.01;

/** A process that sends requests and times them: it shares no event loop with what it measures. */
export class Generator {
  readonly #child: ChildProcess;

  constructor() {
    this.#child = fork(new URL("generator-process.ts", import.meta.url), {
      env: {},
      serialization: "advanced",
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
  }

  /**
   * Runs one job.
   *
   * @throws Error when the job fails or many answers have a status that the job does not expect
   */
  async run(job: Job): Promise<Done> {
    this.#tell({ job });
    const report = await this.#report();
    if ("failed" in report) throw new Error(`the load generator failed: ${report.failed}`);
    const { unexpected, times } = report.done;
    if (unexpected && unexpected.count > FAILURES_MAX * times.length) {
      const { count, first } = unexpected;
      throw new Error(`${count} of ${times.length} answers were not expected, the first: ${first}`);
    }
    return report.done;
  }

  /** Ends the job under way after the requests that are out. */
  halt(): void {
    this.#tell({ halt: true });
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const gone = once(this.#child, "exit");
    this.#child.disconnect();
    await gone;
  }

  #tell(order: Order): void {
    this.#child.send(order);
  }

  async #report(): Promise<Report> {
    const answered = new AbortController();
    const { signal } = answered;
    const gone = once(this.#child, "exit", { signal }).then(([code]) => {
      throw new Error(`the load generator ended with status ${String(code)}`);
    });
    gone.catch(() => undefined);
    const [report] = (await Promise.race([once(this.#child, "message", { signal }), gone])) as [
      Report,
    ];
    answered.abort();
    return report;
  }
}
