/**
 * Returns the unit by which addresses are counted: an IPv6 customer owns a /64, and some proxies append a port to an
 * IPv4 address. A client that hung up before its address was read has none (Fastify's types do not say so): all of
 * those count as one. address_block() does the same in SQL.
 */
export function addressBlock(ip: string | undefined): string {
  if (ip === undefined) return "unknown";
  if (/^[0-9.]+(:[0-9]+)?$/.test(ip)) return ip.split(":")[0]!;
  if (/^::ffff:[0-9.]+$/i.test(ip)) return ip.slice("::ffff:".length);
  if (!ip.includes(":")) return ip;
  const [head = "", tail = ""] = ip.split("%")[0]!.toLowerCase().split("::");
  const groups = (half: string) => (half === "" ? [] : half.split(":"));
  const [left, right] = [groups(head), groups(tail)];
  const gap = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => "0");
  return `${[...left, ...gap, ...right].slice(0, 4).join(":")}::/64`;
}
