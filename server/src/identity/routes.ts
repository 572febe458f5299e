import type { AppParts } from "../http/app-parts.ts";
import type { Route } from "../http/route.ts";
import { apiKeyRoutes } from "./api-key-routes.ts";
import type { CodeChannel } from "./code-channel.ts";
import { devRoutes } from "./dev-routes.ts";
import { meRoutes } from "./me-routes.ts";
import { sessionRoutes } from "./session-routes.ts";
import { signInRoutes } from "./sign-in-routes.ts";

/** Routes for identity: sign-in, sessions, the account and API keys. `channel` delivers sign-in codes. */
export function identityRoutes(app: AppParts, channel: CodeChannel): Route[] {
  return [
    ...signInRoutes(app, channel),
    ...sessionRoutes(),
    ...meRoutes(),
    ...apiKeyRoutes(),
    ...devRoutes(app.config.env),
  ];
}
