import { isSearchable } from "../base/typed-text.ts";
import { sql, type RawBuilder } from "kysely";
import { decodeCursor, pageSize, toPage, type Page } from "../base/page.ts";
import { notFound } from "../base/problem.ts";
import type { Db } from "../db/connection.ts";
import type { SharedRead } from "../db/shared-read.ts";
import type { BusinessKind, PublishedBusiness } from "./businesses.ts";
import { isId } from "./slug.ts";

export type BusinessSearch = {
  kind?: BusinessKind;
  /** Search words in either language; misspelt ones match too. */
  q?: string;
  /** In either language, misspelt or without the article. */
  city?: string;
  /** Degrees; nearest first. */
  near?: { latitude: number; longitude: number };
  limit?: number;
  cursor?: string;
};

type Found = PublishedBusiness & { distanceMeters: number | null };
type FoundRow = Found & { rank: number };

/** Businesses without a position sort last: farther than half the way around the earth. */
const NOWHERE_METERS = 30_000_000;

const shown = sql`b.id, b.slug, b.kind, jsonb_build_object('ar', b.name_ar, 'en', b.name_en) as name,
  jsonb_build_object('ar', b.description_ar, 'en', b.description_en) as description,
  jsonb_build_object('ar', b.city_ar, 'en', b.city_en) as city, b.currency`;

/** Each search is a statement of its own: it takes several milliseconds, so that a shared round trip saves nothing. */
const SEARCHES_AT_ONCE = 4;

/** The search of the public page. */
export const businessSearch: SharedRead<BusinessSearch, Page<Found>, Page<Found>> = {
  station: "businesses",
  keyOf: ({ kind, q, city, near, limit, cursor }) =>
    JSON.stringify([kind, q, city, near, limit, cursor]),
  groupOf: ({ q = "", city = "" }) => q || city,
  most: 1,
  lanes: SEARCHES_AT_ONCE,
  check: ({ cursor }) => afterCursor(cursor),
  read: (db, asked) => Promise.all(asked.map((one) => searchBusinesses(db, one))),
  answer: (found) => found,
};

/**
 * Approved businesses: by distance when `near` is given, else by similarity when `q` is, else by creation.
 *
 * @throws Problem invalid-request for a cursor from another list
 */
async function searchBusinesses(db: Db, search: BusinessSearch): Promise<Page<Found>> {
  const size = pageSize(search.limit);
  const { q, near } = search;
  if (q !== undefined && !isSearchable(q)) return { items: [], nextCursor: null };
  const matches = q
    ? sql`join matching_businesses(${q}) m on m.id = b.id`
    : sql`cross join (select 1 as likeness) m`;
  const distances = near
    ? sql`left join business_distances(${near.latitude}, ${near.longitude}) d on d.id = b.id`
    : sql`cross join (select null::bigint as meters) d`;
  const rank = near
    ? sql`coalesce(d.meters, ${NOWHERE_METERS})`
    : sql`-round(m.likeness * 1000)::bigint`;
  // Reads only the page's rows in full: of twenty thousand matches, twenty are shown.
  const { rows } = await sql<FoundRow>`
    select ${shown}, f.meters as "distanceMeters", f.rank
    from (
      select * from (
        select b.id, d.meters, ${rank} as rank
        from businesses b ${matches} ${distances}
        where ${sql.join(conditionsOf(search), sql` and `)}
      ) ranked
      where ${afterCursor(search.cursor)}
      order by rank, id limit ${size + 1}
    ) f join businesses b on b.id = f.id
    order by f.rank, f.id
  `.execute(db);
  return toPage(
    rows,
    size,
    (row) => [row.rank, row.id],
    ({ rank: _, ...business }) => business,
  );
}

/**
 * One approved business by id or slug.
 *
 * @throws Problem not-found, the same for unknown and not approved
 */
export async function getPublishedBusiness(db: Db, idOrSlug: string): Promise<PublishedBusiness> {
  const key = isId(idOrSlug) ? sql`b.id = ${idOrSlug}` : sql`b.slug = ${idOrSlug}`;
  const { rows } = await sql<PublishedBusiness>`
    select ${shown} from businesses b where business_is_public(b.status) and ${key}
  `.execute(db);
  const business = rows[0];
  if (!business) throw notFound("business");
  return business;
}

function conditionsOf({ kind, city }: BusinessSearch): RawBuilder<unknown>[] {
  const conditions = [sql`business_is_public(b.status)`];
  if (kind) conditions.push(sql`b.kind = ${kind}`);
  if (city)
    conditions.push(sql`(${isCity("b", city)} or exists (
    select 1 from locations l where l.business_id = b.id and l.active and ${isCity("l", city)}))`);
  return conditions;
}

/** 0.4: "Jiddah" finds Jeddah, "Riyad" Riyadh; "Medina" does not find Madinah, which is another spelling. */
function isCity(table: string, city: string): RawBuilder<unknown> {
  const [words, ar, en] = ["city_words", "city_ar", "city_en"].map((name) =>
    sql.ref(`${table}.${name}`),
  );
  return sql`(${words} like word_pattern(${city}, '') or ${words} like word_pattern(${city}, 'ال')
    or similarity(search_fold(${ar}), search_fold(${city})) >= 0.4
    or similarity(search_fold(${en}), search_fold(${city})) >= 0.4)`;
}

function afterCursor(cursor: string | undefined): RawBuilder<unknown> {
  if (!cursor) return sql`true`;
  const [rank, id] = decodeCursor(cursor, ["integer", "id"]);
  return sql`(rank, id) > (${rank}::bigint, ${id}::uuid)`;
}
