import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll } from "vitest";

/** Method and path of a request: "POST /v1/invoices". */
export type What = string;

/** An HTTP proxy between two programs that passes everything through and reports each request. */
export interface Relay {
  /** "http://127.0.0.1:…" */
  origin: string;
  /** The target origin; may change. */
  to: string;
  /** Every request received, in order. */
  readonly seen: What[];
  /**
   * Called before a request is forwarded, and with its answer before that is returned; both are awaited. An answer may
   * be replaced.
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
 * Opens a relay that closes when the test file ends. URLs of `to` in answers are replaced by the relay's, so that
 * redirects pass through it too.
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
