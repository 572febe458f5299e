import { once } from "node:events";
import { connect, type AddressInfo, type Socket } from "node:net";
import { pino } from "pino";
import { expect, test } from "vitest";
import { buildServer } from "../../src/http/server.ts";
import { createTestDatabase } from "../harness/test-database.ts";
import { startServer, usualRateLimits } from "./start-server.ts";

const { db } = await createTestDatabase();
const { parts, routes } = await startServer(db);
const ERROR = pino.levels.values.error!;
const headers = { authorization: "Bearer guess" };

test("a caller that disconnects during authentication logs no error and still uses up its rate limit", async () => {
  const lines: string[] = [];
  const looking = Promise.withResolvers<void>();
  const found = Promise.withResolvers<undefined>();
  const log = pino({ level: "info" }, { write: (line) => void lines.push(line) });
  const config = { ...parts.config, rateLimits: { ...usualRateLimits, anonymousPerMinute: 1 } };
  const server = buildServer({
    routes,
    parts: { ...parts, log, config },
    findActor: () => {
      looking.resolve();
      return found.promise;
    },
  });
  const connected = once(server.server, "connection") as Promise<[Socket]>;
  const url = await server.listen({ host: "127.0.0.1", port: 0 });
  try {
    const { port } = server.server.address() as AddressInfo;
    const caller = connect(port, "127.0.0.1");
    const [socket] = await connected;
    const hungUp = once(socket, "close");
    caller.write(
      `GET /v1/me HTTP/1.1\r\nHost: x\r\nAuthorization: ${headers.authorization}\r\n\r\n`,
    );
    await looking.promise;
    caller.destroy();
    await hungUp;
    found.resolve(undefined);
    // Once the next request from that address is answered, the first one has ended.
    const next = await fetch(`${url}/v1/me`, { headers });
    expect(lines.filter((line) => JSON.parse(line).level >= ERROR)).toEqual([]);
    expect(next.status).toBe(429);
  } finally {
    await server.close();
  }
});
