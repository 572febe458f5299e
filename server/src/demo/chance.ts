import { hash } from "node:crypto";

/** Reproducible random numbers: two machines that seed on the same day get the same demo. */
export interface Chance {
  /** At least 0, below 1. */
  fraction: () => number;
  /** A whole number, both ends included. */
  integer: (least: number, most: number) => number;
  /** True in this share of cases. */
  odds: (share: number) => boolean;
  /** @param list not empty */
  pick: <T>(list: readonly T[]) => T;
  /** Random bytes, for ids. */
  fill: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array;
}

const BLOCK_BYTES = 32;

/** Generates numbers by SHA-256 in counter mode: slow, but evenly distributed without tuning. */
export function openChance(seed: string): Chance {
  let block = new Uint8Array(0);
  let used = 0;
  let blocks = 0;
  const byte = (): number => {
    if (used === block.length) {
      block = new Uint8Array(hash("sha256", `${seed}/${blocks}`, "buffer"));
      blocks += 1;
      used = 0;
    }
    return block[used++ % BLOCK_BYTES]!;
  };
  const fraction = () => (byte() * 2 ** 16 + byte() * 2 ** 8 + byte()) / 2 ** 24;
  const integer = (least: number, most: number) =>
    least + Math.floor(fraction() * (most - least + 1));
  return {
    fraction,
    integer,
    odds: (share) => fraction() < share,
    pick: (list) => list[integer(0, list.length - 1)]!,
    fill: (bytes) => bytes.map(byte),
  };
}
