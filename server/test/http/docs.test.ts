import { expect, test } from "vitest";
import { createTestDatabase } from "../harness/test-database.ts";
import { startServer } from "./start-server.ts";

const { db } = await createTestDatabase();
const { ask } = await startServer(db);

test("the API docs page sets a viewport for phones", async () => {
  const { text } = await ask("GET", "/docs");
  expect(text).toMatch(/<head>\s*<meta charset="UTF-8"><meta name="viewport" content="width=/);
});

test("the API docs page's content security policy allows only its own origin and works over plain HTTP", async () => {
  const { headers } = await ask("GET", "/docs");
  const policy = headers.get("content-security-policy");
  expect(policy).toContain("default-src 'self'");
  expect(policy).not.toMatch(/https?:|unsafe|upgrade-insecure-requests|swagger\.io/);
});

test("the API docs page shows the same document as /openapi.json", async () => {
  const { body } = await ask("GET", "/docs/json");
  expect(body).toEqual((await ask("GET", "/openapi.json")).body);
});
