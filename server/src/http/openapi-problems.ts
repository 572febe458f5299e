import { problems, type ProblemType } from "../base/problem.ts";
import { TYPE_BASE } from "./problem-reply.ts";
import { moreOf, problemSchema } from "./problem-schemas.ts";
import type { Route } from "./route.ts";

type Json = Record<string, unknown>;

/** Collects the problem responses of all operations: each is written once and referenced. */
export function refusalWriter(): {
  /** `{status: {$ref}}` for every problem that the server itself or the route may answer. */
  write: (route: Route) => Json;
  responses: () => Json;
  schemas: () => Json;
} {
  const responses = new Map<string, Json>();
  const used = new Set<ProblemType>();

  function write(route: Route): Json {
    const byStatus = Map.groupBy(problemsOf(route), (type) => problems[type].status);
    if (byStatus.has(422)) byStatus.set(400, [...(byStatus.get(400) ?? []), "invalid-request"]);
    return Object.fromEntries(
      [...byStatus].map(([status, types]) => {
        const name = responseName(status, types.toSorted());
        for (const type of types) used.add(type);
        responses.set(name, responseOf(types.toSorted()));
        return [status, { $ref: `#/components/responses/${name}` }];
      }),
    );
  }

  return {
    write,
    responses: () => Object.fromEntries([...responses].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    schemas: () => ({
      Problem: problemSchema,
      ...Object.fromEntries([...used].toSorted().map((type) => [schemaName(type), kindOf(type)])),
    }),
  };
}

/** Returns the problem types that a route may answer, each once. */
export function problemsOf(route: Route): ProblemType[] {
  const { access, method } = route;
  const usual: [boolean, ProblemType[]][] = [
    [true, ["unauthenticated", "too-many-requests", "internal", "busy", "unavailable"]],
    [true, ["invalid-request"]],
    [access.who !== "anyone", ["forbidden"]],
    [route.params !== undefined, ["not-found"]],
    [method !== "GET", ["too-large", "unsupported-media-type"]],
    [method === "POST", ["idempotency-key-reused", "idempotency-in-progress"]],
    [route.idempotency === "required", ["idempotency-key-missing"]],
    [route.ifMatch !== undefined, ["precondition-failed"]],
    [route.ifMatch === true, ["precondition-required"]],
  ];
  const all = usual.flatMap(([applies, types]) => (applies ? types : []));
  return [...new Set([...all, ...(route.problems ?? [])])];
}

/** "already-taken" → "AlreadyTaken"; "internal" → "Internal". */
function pascal(type: ProblemType): string {
  return type.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function schemaName(type: ProblemType): string {
  return `${pascal(type)}Problem`;
}

/** The status is part of the name: an invalid request is answered with 400 or with 422. */
function responseName(status: number, types: readonly ProblemType[]): string {
  return types.map(pascal).join("Or") + String(status);
}

function responseOf(types: readonly ProblemType[]): Json {
  const kinds = types.map((type) => ({ $ref: `#/components/schemas/${schemaName(type)}` }));
  const schema = kinds.length === 1 ? kinds[0] : { oneOf: kinds };
  return {
    description: types.map((type) => `${type}: ${problems[type].title.en}`).join("; "),
    content: { "application/problem+json": { schema } },
  };
}

/** Describes one problem type: the common fields, its own `type`, and its extra fields. */
function kindOf(type: ProblemType): Json {
  return {
    allOf: [
      { $ref: "#/components/schemas/Problem" },
      {
        type: "object",
        description: problems[type].title.en,
        required: ["type"],
        properties: { type: { const: TYPE_BASE + type }, ...moreOf(type) },
      },
    ],
  };
}
