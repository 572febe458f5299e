import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";

/** Returns the port used last time if it is still free, else any free one, and writes it down for the next start. */
export async function choosePort(portFile: string): Promise<number> {
  const last = Number(await readFile(portFile, "utf8").catch(() => "0"));
  const port = last > 0 && last < 65_536 && (await listenOnce(last)) ? last : await listenOnce(0);
  if (!port) throw new Error("no free port on 127.0.0.1");
  if (port !== last) await writeFile(portFile, `${port}\n`);
  return port;
}

/** Listens for a moment; returns the port, or undefined when it is taken. */
function listenOnce(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(undefined));
    server.listen({ port, host: "127.0.0.1" }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" ? address?.port : undefined));
    });
  });
}
