import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll } from "vitest";

/** One request as received. */
export interface Seen {
  method: string;
  /** With its query. */
  path: string;
  headers: IncomingHttpHeaders;
  /** As JSON, when it is. */
  body: unknown;
}

export interface Reply {
  status: number;
  body: unknown;
  /** The content type; JSON by default. */
  type?: string;
  headers?: Record<string, string>;
}

/** `pass`: to the real one. `hang`: never answered. `cut`: the connection ends. */
export type Decision = Reply | "pass" | "hang" | "cut";

export interface Between {
  url: string;
  seen: Seen[];
  /** Decides what to do with a request; passes it on by default. */
  decide: (request: Seen) => Decision;
  /** Maps a request's path to the path it is sent to. */
  redirect: (path: string) => string;
  /** The requests that changed something at the gateway, or tried to. */
  writes(): string[];
}

/**
 * Proxies between a gateway and its emulator, or works without one: records every request and can answer in ways the
 * emulator never would. Closed when the test file ends.
 */
export async function standBetween(upstream?: string): Promise<Between> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const raw = Buffer.concat(chunks).toString("utf8");
      const { method = "", url: path = "", headers } = request;
      const seen = { method, path, headers, body: parsed(raw) };
      between.seen.push(seen);
      void answer(seen, raw, response);
    });
  });

  async function answer(seen: Seen, raw: string, response: ServerResponse): Promise<void> {
    const decision = between.decide(seen);
    if (decision === "hang") return;
    if (decision === "cut") response.destroy();
    // A connection cut there is cut here too.
    else if (decision === "pass") await passOn(seen, raw, response).catch(() => response.destroy());
    else {
      const { status, body, type = "application/json; charset=utf-8", headers } = decision;
      response.writeHead(status, { "content-type": type, ...headers });
      response.end(typeof body === "string" ? body : JSON.stringify(body));
    }
  }

  async function passOn(seen: Seen, raw: string, response: ServerResponse): Promise<void> {
    if (!upstream) throw new Error(`nobody to answer ${seen.method} ${seen.path}`);
    const {
      "content-type": type = "",
      authorization = "",
      "user-agent": agent = "",
    } = seen.headers;
    const reply = await fetch(upstream + between.redirect(seen.path), {
      method: seen.method,
      headers: { "content-type": type, authorization, "user-agent": agent },
      body: seen.method === "GET" ? undefined : raw,
      redirect: "manual",
    });
    response.writeHead(reply.status, {
      "content-type": reply.headers.get("content-type") ?? "text/plain",
    });
    // Rewrite links so that the pages are served through this proxy.
    response.end((await reply.text()).replaceAll(upstream, between.url));
  }

  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
  const between: Between = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen: [],
    decide: () => "pass",
    redirect: (path) => path,
    writes: () =>
      between.seen
        .filter(({ method }) => method !== "GET")
        .map(({ method, path }) => `${method} ${path}`),
  };
  return between;
}

function parsed(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return raw;
  }
}
