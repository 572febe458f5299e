import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { newId } from "../../src/base/id.ts";
import type { Db } from "../../src/db/connection.ts";
import { hashToken } from "../../src/identity/token.ts";

/** Makes `size` signed-in customers in one statement and returns their tokens. Needs the owner's connection. */
export async function makeCrowd(owner: Db, size: number): Promise<string[]> {
  const people = Array.from({ length: size }, () => ({
    id: newId(),
    token: randomBytes(32).toString("base64url"),
  }));
  const rows = JSON.stringify(
    people.map(({ id, token }) => ({ id, session: newId(), hash: hashToken(token) })),
  );
  await sql`
    with people as (
      select * from jsonb_to_recordset(${rows}::jsonb) as p(id uuid, session uuid, hash text)
    ), made as (
      insert into users (id, phone, locale)
      select id, '+96656' || lpad((row_number() over ())::text, 7, '0'), 'en' from people
    )
    insert into sessions (id, user_id, token_hash, expires_at)
    select session, id, hash, '2199-01-01' from people
  `.execute(owner);
  return people.map(({ token }) => token);
}
