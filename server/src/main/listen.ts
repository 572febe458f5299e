import { UsageError } from "../base/usage-error.ts";

/**
 * Starts to listen; a port in use gives one clear line.
 *
 * @param variable the name of the setting that holds the port
 * @throws UsageError with the remedy when another program listens there, or the process may not use the port
 */
export async function listenAt<T>(
  variable: string,
  { host, port }: { host: string; port: number },
  listen: () => Promise<T>,
): Promise<T> {
  try {
    return await listen();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const remedy = `Stop it, or set ${variable} to another port (0 takes any free port).`;
    if (code === "EADDRINUSE") {
      throw new UsageError(`Another program already listens on ${host}:${port}. ${remedy}`);
    }
    if (code === "EACCES") {
      throw new UsageError(
        `This user may not listen on ${host}:${port}: set ${variable} above 1023.`,
      );
    }
    if (code === "EADDRNOTAVAIL") {
      throw new UsageError(
        `This machine has no address ${host}: set HOST to one of its own, or to 0.0.0.0.`,
      );
    }
    throw error;
  }
}
