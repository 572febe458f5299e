import { expect } from "vitest";

/** A raw request. */
export interface Sent {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer>;
}

export interface Exchanged {
  status: number;
  type: string | null;
  /** The beginning of the answer, for messages. */
  words: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- what a test reads of an answer it then expects of it
  body: any;
}

/** Sends the raw request. */
export async function exchange(
  origin: string,
  { method, path, headers, body }: Sent,
): Promise<Exchanged> {
  const response = await fetch(origin + path, { method, headers, body });
  const text = await response.text();
  const type = response.headers.get("content-type");
  const isJson = type?.includes("json") ?? false;
  return {
    status: response.status,
    type,
    words: text.slice(0, 500),
    body: isJson && text ? JSON.parse(text) : undefined,
  };
}

/** Expects a complete problem document. */
export function expectProblem({ status, type, body, words }: Exchanged, about: string): void {
  const seen = `${about.slice(0, 300)} → ${status} ${words}`;
  expect(status, seen).toBeGreaterThanOrEqual(400);
  expect(status, seen).toBeLessThan(500);
  expect(type, seen).toMatch("application/problem+json");
  expect(body, seen).toMatchObject({ status, requestId: expect.any(String) });
  expect(body.type, seen).toMatch(/^https:\/\/holdfast\.example\/problems\/[a-z-]+$/);
  expect(body.detail.length, seen).toBeGreaterThan(5);
}
