import { randomUUID } from "node:crypto";

// oxlint-disable-next-line typescript/no-explicit-any -- a test asserts every field that it reads
export interface Answer<T = any> {
  status: number;
  body: T;
  headers: Headers;
}

export interface Caller {
  get(path: string): Promise<Answer>;
  /** Sends a new Idempotency-Key unless `headers` has one. */
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  send(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
}

/** Returns a caller that sends and receives JSON over HTTP. */
export function callerOf(origin: string, token?: string): Caller {
  const send: Caller["send"] = async (method, path, body, headers = {}) => {
    const response = await fetch(origin + path, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const words = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") ?? false;
    return {
      status: response.status,
      body: isJson && words ? JSON.parse(words) : words,
      headers: response.headers,
    };
  };
  return {
    send,
    get: (path) => send("GET", path),
    post: (path, body = {}, headers) =>
      send("POST", path, body, { "idempotency-key": randomUUID(), ...headers }),
  };
}
