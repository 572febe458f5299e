import type { TSchema } from "typebox";
import { schemaCheck } from "./check-input.ts";
import type { Answer } from "./idempotency.ts";
import type { Route } from "./route.ts";

/** @throws Error when an answer does not fit what the route declares */
export type CheckReply = (answer: Answer) => void;

/**
 * Holds a route to its own documentation: the answer must have one of its statuses and fit that schema. Off in
 * production, where it would cost time and find nothing that the tests have not.
 */
export function replyCheck(route: Route, wanted: boolean): CheckReply {
  if (!wanted) return () => undefined;
  const checks = new Map(
    Object.entries(route.reply).map(([status, schema]) => [
      Number(status),
      schema && checkOf(schema),
    ]),
  );
  const name = `${route.method} ${route.url}`;
  return ({ status, body, csv }) => {
    if (csv !== undefined) {
      if (!route.csv) throw new Error(`${name} answered CSV, which it does not declare`);
      return;
    }
    const check = checks.get(status);
    if (check === undefined)
      throw new Error(`${name} answered ${status}, which it does not declare`);
    if (check === null) {
      if (body !== undefined) throw new Error(`${name} answered ${status} with a body`);
      return;
    }
    const wrong = check(body);
    if (wrong.length > 0) throw new Error(`${name} answered ${status} with ${wrong.join(", ")}`);
  };
}

function checkOf(schema: TSchema): (body: unknown) => string[] {
  const check = schemaCheck(schema);
  return (body) =>
    check(JSON.parse(JSON.stringify(body ?? null))).map(
      ({ pointer, detail }) => `${pointer || "/"}: ${detail.en}`,
    );
}
