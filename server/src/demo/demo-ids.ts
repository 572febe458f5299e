import { newId } from "../base/id.ts";
import { openChance } from "./chance.ts";

/** A name within one business, such as "service/haircut", to its id: always the same one. */
export type DemoIds = (name: string) => string;

/** The id of something that was made at this moment (epoch milliseconds). */
export function demoId(seed: string, at: number): string {
  return newId(at, openChance(seed).fill);
}

/**
 * Ids by name, each a millisecond after the one before it, because lists are in the order of ids: what is
 * named first stands first.
 */
export function openIds(seed: string, from: number): DemoIds {
  const known = new Map<string, string>();
  return (name) => {
    const found = known.get(name);
    if (found) return found;
    const id = demoId(`${seed}/${name}`, from + known.size);
    known.set(name, id);
    return id;
  };
}
