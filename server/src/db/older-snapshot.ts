/**
 * Returns the older of two snapshots in PostgreSQL's notation (xmin:xmax:transactions under way). Of two snapshots of
 * one database the later sees everything that the earlier does.
 */
export function olderSnapshot(a: string, b: string): string {
  const [aMin, aMax, aCount] = parts(a);
  const [bMin, bMax, bCount] = parts(b);
  if (aMax !== bMax) return aMax < bMax ? a : b;
  if (aMin !== bMin) return aMin < bMin ? a : b;
  return aCount >= bCount ? a : b;
}

function parts(snapshot: string): [min: bigint, max: bigint, underWay: number] {
  const [min = "0", max = "0", list = ""] = snapshot.split(":");
  return [BigInt(min), BigInt(max), list === "" ? 0 : list.split(",").length];
}
