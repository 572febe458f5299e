import { sql } from "kysely";
import { test } from "vitest";
import { createTestDatabase } from "../harness/test-database.ts";
import { searchBusinesses } from "../../src/business/published-businesses.ts";
const { db, owner } = await createTestDatabase();
test("perf", async () => {
  await sql`insert into businesses (id, slug, kind, name_ar, name_en, description_en, city_ar, city_en, status, approved_at)
   select gen_random_uuid(), 'b-' || n, 'salon', 'منشأة ' || md5(n::text), md5(n::text) || ' shop', repeat(md5((n*7)::text) || ' ', 8), 'الرياض', 'Riyadh', 'approved', now() from generate_series(1, 20000) n`.execute(owner);
  await sql`insert into businesses (id, slug, kind, name_ar, name_en, status, approved_at) values (gen_random_uuid(), 'nakheel', 'salon', 'النخيل', 'Nakheel barber', 'approved', now())`.execute(owner);
  await sql`insert into locations (business_id, id, name_ar, name_en, latitude, longitude) select id, gen_random_uuid(), 'a','b', 24+random(), 46+random() from businesses`.execute(owner);
  await sql`analyze`.execute(owner);
  for (const q of [{ q: "nakhel" }, { q: "النخيل" }, {q:"nakhel xyz"}, {}, { city: "riyadh" }, { near: { latitude: 24.5, longitude: 46.5 } }, {q: "shop"}, {q:"nakhel", near: { latitude: 24.5, longitude: 46.5 }}]) {
    for (let i = 0; i < 3; i++) { const t = performance.now(); const r = await searchBusinesses(db, q); console.log(JSON.stringify(q), r.items.length, Math.round(performance.now() - t)); }
  }
}, 100000);
