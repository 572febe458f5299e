import { expect } from "vitest";
import type { Answer } from "../../harness/caller.ts";
import type { ShopName } from "../shops.ts";
import type { World } from "../world.ts";

/** A manager's edit with the current version in If-Match. */
export async function edit(
  { managers, shops }: World,
  shop: ShopName,
  [method, resource, collection = ""]: [method: string, resource: string, collection?: string],
  body?: object,
): Promise<Answer> {
  const url = `/v1/manage/businesses/${shops[shop].businessId}/${resource}`;
  const { body: now } = await managers[shop].get(url);
  const version = { "if-match": `"${now.version}"` };
  const path = `${url}${collection}`;
  if (method === "POST") return managers[shop].post(path, body, version);
  return managers[shop].send(method, path, body, version);
}

export function expectDone({ status, body }: Answer, as = 200): void {
  expect(status, JSON.stringify(body)).toBe(as);
}

/** The ids of the bookings that an answer names, each once and sorted. */
export function namedIn({ body }: Answer): string[] {
  const named: { id: string }[] = body.bookings ?? [];
  return [...new Set(named.map(({ id }) => id))].toSorted();
}
