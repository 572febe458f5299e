import { expect, test } from "vitest";
import { createTestDatabase } from "../harness/test-database.ts";
import { startServer } from "./start-server.ts";

const { db } = await createTestDatabase();
const { ask } = await startServer(db);

test("the readable page tells a phone to show it at its own width", async () => {
  const { text } = await ask("GET", "/docs");
  expect(text).toMatch(/<head>\s*<meta charset="UTF-8"><meta name="viewport" content="width=/);
});

test("the readable page names nothing but its own origin, and works over plain HTTP", async () => {
  const { headers } = await ask("GET", "/docs");
  const policy = headers.get("content-security-policy");
  expect(policy).toContain("default-src 'self'");
  expect(policy).not.toMatch(/https?:|unsafe|upgrade-insecure-requests|swagger\.io/);
});

test("the readable page reads the document that /openapi.json answers", async () => {
  const { body } = await ask("GET", "/docs/json");
  expect(body).toEqual((await ask("GET", "/openapi.json")).body);
});
