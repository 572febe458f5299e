/** What a generator did: one entry a request, in the order they were answered. */
export interface Done {
  /** When each was sent, in milliseconds since 1970, so that two generators can be compared. */
  starts: Float64Array;
  /** How long each took, in milliseconds. */
  times: Float64Array;
  /** HTTP statuses; 0 where the connection broke. */
  statuses: Uint16Array;
  /** From the first request to the last answer. */
  seconds: number;
  /** Processor time of the generator itself meanwhile. */
  generatorMs: number;
  /** Bytes of all answers, heads included. */
  bytes: number;
  /** The answers with a status that was not expected, and the first of them. */
  unexpected?: { count: number; first: string };
}

/** A summary of many requests. */
export interface Load {
  count: number;
  seconds: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
  statuses: Record<number, number>;
}

/** Summarises all requests, or those that `takes` picks by their index. */
export function summarise(done: Done, takes: (index: number) => boolean = () => true): Load {
  const picked = Array.from(done.times.keys()).filter(takes);
  const sorted = Float64Array.from(picked, (index) => done.times[index]!).sort();
  const statuses: Record<number, number> = {};
  for (const index of picked) {
    const status = done.statuses[index]!;
    statuses[status] = (statuses[status] ?? 0) + 1;
  }
  return {
    count: sorted.length,
    seconds: done.seconds,
    perSecond: sorted.length / done.seconds,
    p50Ms: quantile(sorted, 0.5),
    p99Ms: quantile(sorted, 0.99),
    maxMs: sorted.at(-1) ?? 0,
    statuses,
  };
}

/** The value below which `part` of the sorted values lie; 0 without values. */
export function quantile(sorted: Float64Array, part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

/** The middle value: one disturbed round does not move it. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? sorted[middle]!
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** What one client does for the n-th request; resolves to its status. */
export type Call = (n: number, client: number) => Promise<number>;

/** Keeps `clients` calls running until `total` are done or `isHalted` says so, and times each. */
export async function generate(
  options: { total: number; clients: number; isHalted?: () => boolean },
  call: Call,
): Promise<Omit<Done, "bytes">> {
  const { total, clients, isHalted = () => false } = options;
  const [starts, times, statuses]: [number[], number[], number[]] = [[], [], []];
  let next = 0;
  const used = process.cpuUsage();
  const began = performance.now();
  const client = async (_: unknown, index: number) => {
    while (next < total && !isHalted()) {
      const start = performance.now();
      const status = await call(next++, index);
      times.push(performance.now() - start);
      starts.push(performance.timeOrigin + start);
      statuses.push(status);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(used);
  return {
    starts: Float64Array.from(starts),
    times: Float64Array.from(times),
    statuses: Uint16Array.from(statuses),
    seconds,
    generatorMs: (user + system) / 1000,
  };
}
