import { sql } from "kysely";
import { newId } from "../../../src/base/id.ts";
import { inTransaction } from "../../../src/db/in-transaction.ts";
import { hashToken, newToken } from "../../../src/identity/token.ts";
import { platform } from "../../harness/people.ts";
import type { Estate } from "../estate.ts";
import { fresh } from "../wares.ts";
import type { Operations } from "./operation.ts";

/** Opens one more session of the estate's customer. */
export async function openSession({
  app,
  customer,
}: Estate): Promise<{ id: string; token: string }> {
  const [id, token] = [newId(), newToken()];
  const person = JSON.stringify({ id: newId(), phone: customer.phone, locale: "en" });
  const session = { id, tokenHash: hashToken(token), expiresAt: "2199-01-01T00:00:00Z" };
  await inTransaction(app.db, platform, (tx) =>
    sql`select sign_in(${person}::jsonb, ${JSON.stringify(session)}::jsonb)`.execute(tx),
  );
  return { id, token };
}

let numbers = 0;

/** A phone number of the test range, which has no limit on codes in development. */
function testNumber(): string {
  numbers += 1;
  return `+9665000001${String(numbers % 100).padStart(2, "0")}`;
}

/** Requests about signing in and the caller's own account. */
export const peopleOperations: Operations = {
  "POST /v1/auth/otp": { ask: () => ({ body: { phone: testNumber(), channel: "sms" } }) },
  "POST /v1/auth/otp/verify": {
    ask: async ({ app }) => {
      const phone = testNumber();
      await app.as().post("/v1/auth/otp", { phone });
      const { body } = await app.as().get(`/dev/messages?to=${encodeURIComponent(phone)}`);
      return { body: { phone, code: body.items[0].code } };
    },
  },
  "GET /dev/messages": { ask: () => ({ query: { to: testNumber() } }) },
  "DELETE /v1/auth/session": {
    self: true,
    ask: async (estate) => ({ token: (await openSession(estate)).token }),
  },
  "GET /v1/auth/sessions": { self: true, ask: () => ({}) },
  "DELETE /v1/auth/sessions/:id": {
    ask: async (estate) => ({ params: { id: (await openSession(estate)).id } }),
  },
  "GET /v1/me": { self: true, ask: () => ({}) },
  "PATCH /v1/me": {
    self: true,
    ask: (estate) => ({ body: { name: fresh(estate, "customer"), locale: "en" } }),
  },
};
