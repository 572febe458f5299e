import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { newId } from "../../src/base/id.ts";
import type { Db } from "../../src/db/connection.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { hashToken } from "../../src/identity/token.ts";

/** The platform's context, for test setup. */
export const platform = {
  scope: "platform",
  actor: "system:test",
  now: "2026-11-01T00:00:00.000Z",
} as const;

let numbers = 0;

export interface Person {
  id: string;
  phone: string;
  token: string;
}

/** Makes a signed-in person without a sign-in code; `admin` makes them a platform administrator. */
export async function makePerson(db: Db, options: { admin?: boolean } = {}): Promise<Person> {
  numbers += 1;
  const phone = `+96655${String(process.pid % 1000).padStart(3, "0")}${String(numbers).padStart(4, "0")}`;
  const token = randomBytes(32).toString("base64url");
  const id = await inTransaction(db, platform, async (tx) => {
    if (options.admin) await sql`select grant_admin(${phone}, true, ${newId()})`.execute(tx);
    const person = JSON.stringify({ id: newId(), phone, locale: "en" });
    const session = JSON.stringify({
      id: newId(),
      tokenHash: hashToken(token),
      userAgent: "test",
      ip: null,
      expiresAt: "2199-01-01T00:00:00Z",
    });
    const { rows } = await sql<{ who: { id: string } }>`
      select sign_in(${person}::jsonb, ${session}::jsonb) as who`.execute(tx);
    return rows[0]!.who.id;
  });
  return { id, phone, token };
}

/** Makes somebody a member of a business. */
export async function makeMember(
  db: Db,
  businessId: string,
  role: "staff" | "manager" | "owner",
): Promise<Person> {
  const person = await makePerson(db);
  await inTransaction(db, platform, (tx) =>
    tx
      .insertInto("members")
      .values({ business_id: businessId, user_id: person.id, role })
      .execute(),
  );
  return person;
}
