import { readdir, readFile } from "node:fs/promises";

/** Linux counts processor time in `stat` in hundredths of a second, whatever its own clock. */
const TICK_MS = 10;

/**
 * Returns the processor time that a process has used so far, all its threads, in milliseconds; 0 if it is gone. From
 * `schedstat`, in nanoseconds, because a database connection uses less than one tick of `stat` in a round; from
 * `stat` where the kernel has no other.
 */
async function processorMs(pid: number): Promise<number> {
  try {
    const threads = await readdir(`/proc/${pid}/task`);
    const texts = await Promise.all(
      threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/schedstat`, "utf8")),
    );
    return texts.reduce((sum, text) => sum + Number(text.split(" ")[0]) / 1e6, 0);
  } catch {
    return statMs(pid);
  }
}

async function statMs(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  if (text === undefined) return 0;
  // The second field is the name in brackets, which may hold spaces; user and system time are 14 and 15.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** Returns the most memory that a process has had in RAM so far, in bytes. */
export async function peakMemory(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0) * 1024;
}

/** Returns the processor time used by each of these processes, and by those of them that come later from zero. */
export async function startMeter(
  findPids: () => Promise<readonly number[]>,
): Promise<() => Promise<number>> {
  const read = async (pids: readonly number[]) =>
    new Map(await Promise.all(pids.map(async (pid) => [pid, await processorMs(pid)] as const)));
  const before = await read(await findPids());
  return async () => {
    const after = await read(await findPids());
    return [...after].reduce((sum, [pid, used]) => sum + used - (before.get(pid) ?? 0), 0);
  };
}
