/**
 * First in, first out within a group; groups take turns. A group with a thousand waiting delays another group's only
 * one by no more than one entry of each group.
 */
export class FairQueue<Entry> {
  /** In order of turns; a group leaves when it has nothing waiting. */
  readonly #groups = new Map<string, Entry[]>();
  #length = 0;

  get length(): number {
    return this.#length;
  }

  add(group: string, entry: Entry): void {
    const waiting = this.#groups.get(group);
    if (waiting) waiting.push(entry);
    else this.#groups.set(group, [entry]);
    this.#length += 1;
  }

  /** Takes up to `most` entries, one of each group per turn. */
  take(most: number): Entry[] {
    const taken: Entry[] = [];
    while (taken.length < most) {
      const next = this.#groups.entries().next();
      if (next.done) break;
      const [group, waiting] = next.value;
      taken.push(waiting.shift()!);
      // To the end of the turns.
      this.#groups.delete(group);
      if (waiting.length > 0) this.#groups.set(group, waiting);
    }
    this.#length -= taken.length;
    return taken;
  }

  /** Removes the entries that `isGone` names, and returns them. */
  removeWhere(isGone: (entry: Entry) => boolean): Entry[] {
    const removed: Entry[] = [];
    for (const [group, waiting] of this.#groups) {
      const kept = waiting.filter((entry) => !isGone(entry));
      if (kept.length === waiting.length) continue;
      removed.push(...waiting.filter(isGone));
      if (kept.length > 0) this.#groups.set(group, kept);
      else this.#groups.delete(group);
    }
    this.#length -= removed.length;
    return removed;
  }
}
