import { pino } from "pino";
import { composeApp } from "../src/app.ts";
import { systemClock } from "../src/base/time.ts";
import { connect } from "../src/db/connection.ts";
import { openApiOf } from "../src/http/openapi.ts";

/**
 * Returns the OpenAPI document as a server serves it. Needs no database: the pool connects on first use, which never
 * comes.
 */
export async function apiDocument(): Promise<Record<string, unknown>> {
  const { db, end } = connect({ url: "postgres://nobody@127.0.0.1:1/none" });
  const app = composeApp({
    config: {
      env: "development",
      secret: "only-describes-the-api-and-signs-nothing",
      trustedProxies: 0,
    },
    db,
    clock: systemClock,
    log: pino({ level: "silent" }),
    show: () => undefined,
  });
  await end();
  return openApiOf(app.routes);
}
