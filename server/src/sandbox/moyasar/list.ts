import type { Metadata } from "./checks.ts";

/** The fields that every list filters by. */
interface Listed {
  id: string;
  status: string;
  created_at: string;
  updated_at: string;
  metadata: Metadata | null;
}

/** Returns one page: newest first, 40 a page, filters as published; an unknown filter is ignored. */
export function listPage<R extends { shown: Listed }>(
  records: Iterable<R>,
  query: URLSearchParams,
): { page: R[]; meta: Record<string, number | null> } {
  const found = [...records].toReversed().filter(({ shown }) => passes(shown, query));
  const per = between(query.get("per"), 1, 100, 40);
  const pages = Math.max(1, Math.ceil(found.length / per));
  const current = between(query.get("page"), 1, 1_000_000, 1);
  const meta = {
    current_page: current,
    next_page: current < pages ? current + 1 : null,
    prev_page: current > 1 ? current - 1 : null,
    total_pages: pages,
    total_count: found.length,
  };
  return { page: found.slice((current - 1) * per, current * per), meta };
}

function passes(shown: Listed, query: URLSearchParams): boolean {
  return [...query].every(([name, value]) => {
    const key = /^metadata\[(.+)\]$/.exec(name)?.[1];
    if (key !== undefined) return shown.metadata?.[key] === value;
    if (name === "id" || name === "status") return shown[name] === value;
    const [, stamp, side] = /^(created|updated)\[(gt|lt)\]$/.exec(name) ?? [];
    if (!stamp) return true;
    const at = Date.parse(stamp === "created" ? shown.created_at : shown.updated_at);
    return side === "gt" ? at > Date.parse(value) : at < Date.parse(value);
  });
}

function between(value: string | null, least: number, most: number, fallback: number): number {
  const number = Number(value ?? fallback);
  return Number.isInteger(number) ? Math.min(Math.max(number, least), most) : fallback;
}
