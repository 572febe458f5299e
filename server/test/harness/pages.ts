import { expect } from "vitest";
import type { Caller } from "./caller.ts";

/** Reads a list one row a page, expects it to be the same list as on one page, and returns it. */
export async function readPages(caller: Caller, path: string): Promise<unknown[]> {
  const whole = await caller.get(`${path}?limit=100`);
  expect(whole, path).toMatchObject({ status: 200, body: { nextCursor: null } });
  const items: unknown[] = [];
  for (let cursor = ""; ;) {
    const { status, body } = await caller.get(`${path}?limit=1${cursor}`);
    expect([status, body.items.length], path).toEqual([200, 1]);
    items.push(...body.items);
    if (body.nextCursor === null) break;
    cursor = `&cursor=${body.nextCursor}`;
  }
  expect(items, path).toEqual(whole.body.items);
  return items;
}
