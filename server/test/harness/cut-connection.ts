import { connect as dial, createServer, type AddressInfo, type Socket } from "node:net";
import { afterAll } from "vitest";

/** A TCP proxy before PostgreSQL that can lose an answer. */
export interface Cutter {
  /** The connection string through the proxy. */
  url: string;
  /** Loses the answer of the next statement with this text: the connection breaks once the statement has committed. */
  cutAfter(text: string): void;
  /** How many answers were lost. */
  readonly cuts: number;
}

/** ReadyForQuery outside a transaction: what PostgreSQL sends last, after the commit. */
const READY = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);

/** Opens a cutter that closes when the test file ends. The URL may name a Unix socket or a TCP port. */
export async function openCutter(url: string): Promise<Cutter> {
  const target = new URL(url);
  const { hostname } = target;
  const port = Number(target.port);
  const folder = target.searchParams.get("host");
  let wanted: string | undefined;
  const cutter = { url: "", cuts: 0, cutAfter: (text: string) => void (wanted = text) };
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const database = folder === null ? dial(port, hostname) : dial(`${folder}/.s.PGSQL.${port}`);
    let isLost = false;
    client.on("data", (chunk: Buffer) => {
      if (wanted !== undefined && chunk.includes(wanted)) {
        wanted = undefined;
        isLost = true;
      }
      database.write(chunk);
    });
    let answer = Buffer.alloc(0);
    database.on("data", (chunk: Buffer) => {
      if (!isLost) {
        client.write(chunk);
        return;
      }
      answer = Buffer.concat([answer, chunk]);
      if (!answer.subarray(-READY.length).equals(READY)) return;
      cutter.cuts += 1;
      client.destroy();
      database.destroy();
    });
    for (const [one, other] of [
      [client, database],
      [database, client],
    ] as const) {
      sockets.add(one);
      one.on("error", () => undefined).on("close", () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  target.searchParams.delete("host");
  target.hostname = "127.0.0.1";
  target.port = `${(server.address() as AddressInfo).port}`;
  cutter.url = target.href;
  afterAll(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return cutter;
}
