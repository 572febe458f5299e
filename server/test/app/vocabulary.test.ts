import { expect, test } from "vitest";
import { apiDocument } from "../../scripts/api-document.ts";
import { resolve, type Schema } from "../bad-input/described.ts";

/**
 * The API has one vocabulary: requests and answers use the same field names, and each name means one thing. The tests walk
 * every schema of the document: requests, answers, problems and queries.
 */

const document = JSON.parse(JSON.stringify(await apiDocument())) as {
  components: { schemas: Record<string, Schema> };
};
const { schemas } = document.components;

interface Property {
  name: string;
  /** Its place in the document, for the message. */
  at: string;
  schema: Schema;
}

const properties = [...propertiesIn(document, "")];

/** Names of money fields, alone or at the end of a longer name. */
const MONEY =
  /^(?!.*(?:Percent|Id|Ids|Minutes)$).*(?:price|fee|fees|amount|total|balance|refund|deposit|paid|due|net|gross|vat|captured|refunded|goesBack|dueNow|minPrice|pricePerHour)$/i;
/** The number inside a money object. */
const IN_MONEY = /(?:Money|\/amount)\/amount$/;

test("control: the walk finds the fields of requests, answers, problems and queries", () => {
  const names = new Set(properties.map(({ name }) => name));
  expect(names.size).toBeGreaterThan(200);
  for (const name of ["staffId", "walletAmount", "alternatives", "cursor"]) {
    expect(names).toContain(name);
  }
});

test("no field has the name of a database column", () => {
  const old = properties.filter(({ name }) => /Minor$|^(?:starts|ends)At$|^details$/.test(name));
  expect(old.map(({ at }) => at).filter((at) => !at.endsWith("Event/details"))).toEqual([]);
});

test("every money field is an amount with its currency", () => {
  const bare = properties.filter(
    ({ name, at, schema }) =>
      MONEY.test(name) &&
      typesOf(schema).some((type) => type === "integer" || type === "number") &&
      !IN_MONEY.test(at),
  );
  expect(bare.map(({ at }) => at)).toEqual([]);
  const amounts = properties.filter(({ name, schema }) => name === "currency" && schema.pattern);
  expect(amounts.length).toBeGreaterThan(2);
});

test("a field name has the same type everywhere", () => {
  const byName = Map.groupBy(properties, ({ name }) => name);
  const torn = [...byName].flatMap(([name, all]) => {
    const types = Map.groupBy(
      all.filter(({ at }) => !IN_MONEY.test(at)),
      ({ schema }) => typesOf(schema).toSorted().join("|"),
    );
    types.delete("");
    if (types.size < 2 || name in MAY_DIFFER) return [];
    return [`${name}: ${[...types].map(([type, [one]]) => `${type} at ${one!.at}`).join("; ")}`];
  });
  expect(torn).toEqual([]);
});

/** Names that may have several types, each with the reason. */
const MAY_DIFFER: Record<string, string> = {
  name: "a person has one name, what is offered has one in each language",
  city: "searched for in either language",
  status: "RFC 9457 calls the number of an answer so",
};

/** The JSON types that a schema allows, without null. */
function typesOf(schema: Schema): string[] {
  const { anyOf, oneOf, allOf, type, enum: words, const: only } = resolve(schema, schemas);
  const parts = [anyOf, oneOf as Schema[] | undefined, allOf as Schema[] | undefined].find(Boolean);
  if (parts) return [...new Set(parts.flatMap(typesOf))];
  if (only !== undefined) return [typeof only];
  if (words) return [...new Set(words.map((word) => typeof word))];
  return type === undefined || type === "null" ? [] : [type];
}

function* propertiesIn(value: unknown, at: string): Generator<Property> {
  if (typeof value !== "object" || value === null) return;
  const { properties: own, parameters } = value as Schema;
  if (typeof own === "object" && !Array.isArray(own)) {
    for (const [name, schema] of Object.entries(own)) yield { name, at: `${at}/${name}`, schema };
  }
  if (Array.isArray(parameters)) {
    for (const one of parameters as { in?: string; name: string; schema: Schema }[]) {
      if (one.in === "query") yield { name: one.name, at: `${at}?${one.name}`, schema: one.schema };
    }
  }
  for (const [key, one] of Object.entries(value)) {
    const step = ["properties", "schema", "items", "anyOf", "paths", "components"].includes(key)
      ? ""
      : `/${key}`;
    if (!["example", "examples", "default"].includes(key)) yield* propertiesIn(one, at + step);
  }
}
