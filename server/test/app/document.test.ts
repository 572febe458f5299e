import { lintFromString, loadConfig } from "@redocly/openapi-core";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { apiDocument } from "../../scripts/api-document.ts";
import { resolve, type Schema, validatorOf } from "../bad-input/described.ts";

const document = JSON.parse(JSON.stringify(await apiDocument())) as {
  components: { schemas: Record<string, Schema> };
};

test("an independent linter finds nothing wrong with the description of the API", async () => {
  const configPath = fileURLToPath(new URL("../../redocly.yaml", import.meta.url));
  const config = await loadConfig({ configPath });
  const absoluteRef = "/openapi.json";
  const found = await lintFromString({ source: JSON.stringify(document), absoluteRef, config });
  expect(
    found.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer]),
  ).toEqual([]);
});

test("every example and every default satisfies its own schema", () => {
  const shown = [...schemasIn(document)].flatMap((schema) =>
    [...((schema["examples"] as unknown[] | undefined) ?? []), schema["example"], schema["default"]]
      .filter((example) => example !== undefined)
      .map((example) => ({ schema, example })),
  );
  expect(shown.length).toBeGreaterThan(50);
  const wrong = shown.filter(
    ({ schema, example }) =>
      !validatorOf(resolve(schema, document.components.schemas)).Check(example),
  );
  expect(wrong).toEqual([]);
});

/** Every object of the document; objects that are not schemas have no examples. */
function* schemasIn(value: unknown): Generator<Schema> {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value)) yield value as Schema;
  for (const one of Object.values(value)) yield* schemasIn(one);
}
