import type { TSchema } from "typebox";
import { Compile, type Validator } from "typebox/compile";
import { Format } from "typebox/format";
import { isInstant, isWebAddress, registerFormats } from "../../src/http/formats.ts";

/** JSON Schema of the OpenAPI document with all references resolved. */
export interface Schema {
  type?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  const?: unknown;
  enum?: unknown[];
  format?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  [keyword: string]: unknown;
}

/** One operation's inputs according to the document. */
export interface Described {
  body?: Schema;
  query: Record<string, Schema>;
  /** By lower-case name: whether the header is required. */
  headers: Record<string, boolean>;
}

interface Document {
  paths: Record<string, Record<string, DescribedOperation>>;
  components: { schemas: Record<string, Schema>; parameters: Record<string, Parameter> };
}

interface Parameter {
  name: string;
  in: string;
  required: boolean;
  schema: Schema;
}

interface DescribedOperation {
  parameters: (Parameter | { $ref: string })[];
  requestBody?: { content: { "application/json": { schema: Schema } } };
}

registerFormats();
// The document's format names for the server's instants and web addresses.
Format.Set("date-time", isInstant);
Format.Set("uri", isWebAddress);

/** Every operation by its name here, "GET /v1/me". */
export function readDocument({ paths, components }: Document): Map<string, Described> {
  const described = new Map<string, Described>();
  for (const [path, operations] of Object.entries(paths)) {
    const url = path.replaceAll(/\{(\w+)\}/g, ":$1");
    for (const [method, { parameters: listed, requestBody }] of Object.entries(operations)) {
      const parameters = listed.map((one) =>
        "$ref" in one ? components.parameters[one.$ref.split("/").at(-1)!]! : one,
      );
      const body = requestBody?.content["application/json"].schema;
      const query = parameters.filter((one) => one.in === "query");
      const headers = parameters.filter((one) => one.in === "header");
      described.set(`${method.toUpperCase()} ${url}`, {
        body: body && resolve(body, components.schemas),
        query: Object.fromEntries(
          query.map((one) => [one.name, resolve(one.schema, components.schemas)]),
        ),
        headers: Object.fromEntries(headers.map((one) => [one.name.toLowerCase(), one.required])),
      });
    }
  }
  return described;
}

/** Resolves a schema's references. */
export function resolve(schema: Schema, components: Record<string, Schema>): Schema {
  const written = JSON.stringify(schema, (_, value: unknown) => {
    const reference = (value as { $ref?: string } | null)?.$ref;
    return reference ? resolve(components[reference.split("/").at(-1)!]!, components) : value;
  });
  return JSON.parse(written) as Schema;
}

/** Compiles a validator for a schema of the document. */
export function validatorOf(schema: Schema): Validator {
  return Compile(schema as TSchema);
}
