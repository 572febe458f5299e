import type { BenchCluster } from "./bench-cluster.ts";
import type { Generator } from "./generator.ts";
import type { Job } from "./generator-process.ts";
import { median, summarise, type Load } from "./load.ts";
import { startMeter } from "./processor-time.ts";

/** Processor time per request, in milliseconds. */
export interface Cost {
  postgresMs: number;
  /** The server's own; 0 for statements that go straight to the database. */
  serverMs: number;
  generatorMs: number;
  /** All three together. */
  cpuMs: number;
}

export type Measured = Load & Cost & { bytesEach: number; failures: number };

/** The medians over the rounds of one arm. */
export type Figures = Cost &
  Pick<Measured, "perSecond" | "p50Ms" | "p99Ms" | "bytesEach" | "failures">;

/** What every measurement needs. */
export interface Bench {
  cluster: BenchCluster;
  generator: Generator;
  /** The database of the yardsticks, over the same kind of connection as the server's. */
  yardsticksUrl: string;
  /** Tells a person what is being done. */
  say(line: string): void;
  /** How often each arm is measured; every figure is the median of its rounds. */
  rounds: number;
  /** Scales the number of requests of a round; 1 in a whole run. */
  size: number;
}

/** Runs a job and measures what it costs. `findServers` returns the ids of the processes before the database. */
export async function measureJob(
  { cluster, generator, say }: Pick<Bench, "cluster" | "generator" | "say">,
  job: Job,
  findServers: () => Promise<readonly number[]> = async () => [],
): Promise<Measured> {
  const readPostgres = await startMeter(() => cluster.backends());
  const readServers = await startMeter(findServers);
  const done = await generator.run(job);
  const [postgres, servers] = [await readPostgres(), await readServers()];
  const { unexpected } = done;
  if (unexpected)
    say(`${unexpected.count} answers were not expected, the first: ${unexpected.first}`);
  const each = (ms: number) => ms / Math.max(1, done.times.length);
  return {
    ...summarise(done),
    bytesEach: each(done.bytes),
    failures: done.unexpected?.count ?? 0,
    postgresMs: each(postgres),
    serverMs: each(servers),
    generatorMs: each(done.generatorMs),
    cpuMs: each(postgres + servers + done.generatorMs),
  };
}

/**
 * Runs the arms of a comparison in turn, round after round, each round beginning with another arm: a machine that is
 * slower for a while is slower for all of them.
 */
export async function alternate<Arm extends string, Result>(
  rounds: number,
  arms: Record<Arm, (round: number) => Promise<Result>>,
): Promise<Record<Arm, Result[]>> {
  const names = Object.keys(arms) as Arm[];
  const results = Object.fromEntries(names.map((name) => [name, [] as Result[]])) as Record<
    Arm,
    Result[]
  >;
  for (let round = 0; round < rounds; round += 1) {
    for (const step of names.keys()) {
      const name = names[(round + step) % names.length]!;
      results[name].push(await arms[name](round));
    }
  }
  return results;
}

/** The median of every figure over the rounds; of failures the sum. */
export function middles(rounds: readonly Measured[]): Figures {
  const of = (name: keyof Figures) => median(rounds.map((one) => one[name]));
  return {
    perSecond: of("perSecond"),
    p50Ms: of("p50Ms"),
    p99Ms: of("p99Ms"),
    cpuMs: of("cpuMs"),
    postgresMs: of("postgresMs"),
    serverMs: of("serverMs"),
    generatorMs: of("generatorMs"),
    bytesEach: of("bytesEach"),
    failures: rounds.reduce((sum, one) => sum + one.failures, 0),
  };
}

/** The median over the rounds of how two arms compare, each round with itself. */
export function middleRatio(
  above: readonly Measured[],
  below: readonly Measured[],
  name: keyof Figures,
): number {
  return median(above.map((one, round) => one[name] / below[round]![name]));
}
