import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll } from "vitest";
import type { Anything } from "./moyasar-caller.ts";

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  raw: string;
  body: Anything;
}

export interface Receiver {
  url: string;
  received: Received[];
  /** Resolves once `count` webhooks have arrived. */
  until(count: number): Promise<void>;
  /** Statuses with which the next webhooks are answered; 200 when none is left. */
  answers: number[];
  /** Runs before a webhook is answered. */
  onReceive?: () => Promise<void>;
}

/** Opens a server that records every webhook; it closes when the test file ends. */
export async function openReceiver(): Promise<Receiver> {
  let arrived = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const raw = Buffer.concat(chunks).toString("utf8");
      const { url: path = "", headers } = request;
      receiver.received.push({ path, headers, raw, body: JSON.parse(raw) });
      arrived.resolve();
      arrived = Promise.withResolvers();
      void Promise.resolve(receiver.onReceive?.()).then(() => {
        response.statusCode = receiver.answers.shift() ?? 200;
        return response.end();
      });
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`,
    received: [],
    answers: [],
    async until(count) {
      while (receiver.received.length < count) await arrived.promise;
    },
  };
  return receiver;
}
