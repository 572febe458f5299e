import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll } from "vitest";

/** A request on its way: "POST /v1/invoices". */
export type What = string;

/** Stands between two programs that speak HTTP, lets everything through, and tells when. */
export interface Relay {
  /** "http://127.0.0.1:…" */
  origin: string;
  /** Where it leads; may change. */
  to: string;
  /** Every request that came, in order. */
  readonly seen: What[];
  /**
   * Called for every request before it goes on, and with the answer before that goes back; what they wait for, the
   * request waits for. An answer may be replaced.
   */
  at: {
    before?: (what: What) => unknown;
    after?: (what: What, answer: Passed) => unknown;
  };
}

/** An answer on its way back. */
export interface Passed {
  status: number;
  body: string;
}

/**
 * Opens a relay; gone when the file is done. Addresses of `to` in what comes back become the relay's, so that whoever is
 * told where to go next comes by here as well.
 */
export async function openRelay(to: string): Promise<Relay> {
  const relay: Relay = { origin: "", to, seen: [], at: {} };
  const server = createServer((request, response) => {
    void pass(relay, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  relay.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return relay;
}

async function pass(relay: Relay, request: IncomingMessage, response: ServerResponse) {
  const { method = "GET", url = "/", headers } = request;
  const what = `${method} ${url.split("?")[0]}`;
  const body = await text(request);
  relay.seen.push(what);
  await relay.at.before?.(what);
  const { host: _host, connection: _connection, "content-length": _length, ...sent } = headers;
  const answered = await fetch(relay.to + url, {
    method,
    headers: sent as Record<string, string>,
    ...(body !== "" && { body }),
    redirect: "manual",
  });
  const answer: Passed = { status: answered.status, body: await answered.text() };
  await relay.at.after?.(what, answer);
  response.writeHead(answer.status, headersOf(relay, answered));
  response.end(answer.body.replaceAll(relay.to, relay.origin));
}

function headersOf(relay: Relay, answered: Response): Record<string, string> {
  const kept = ["content-type", "location", "retry-after"].flatMap((name) => {
    const value = answered.headers.get(name);
    return value === null ? [] : [[name, value.replace(relay.to, relay.origin)] as const];
  });
  return Object.fromEntries(kept);
}
