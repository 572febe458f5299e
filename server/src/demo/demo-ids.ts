import { newId } from "../base/id.ts";
import { openChance } from "./chance.ts";

/** Returns the id of a name within one business, such as "service/haircut": always the same. */
export type DemoIds = (name: string) => string;

/** Returns the id of a thing created at this moment (epoch milliseconds). */
export function demoId(seed: string, at: number): string {
  return newId(at, openChance(seed).fill);
}

/**
 * Gives out ids by name, each a millisecond after the one before it, because lists are sorted by id: the first name
 * comes first.
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
