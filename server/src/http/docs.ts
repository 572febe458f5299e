import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { FastifyInstance } from "fastify";
import { openApiOf } from "./openapi.ts";
import type { Route } from "./route.ts";

/** `/openapi.json` and the readable page `/docs`, which loads nothing from elsewhere. */
export function addDocs(server: FastifyInstance, routes: readonly Route[]): void {
  const document = openApiOf(routes);
  const text = JSON.stringify(document);
  server.get("/openapi.json", (_request, reply) =>
    reply.type("application/json; charset=utf-8").header("cache-control", "no-cache").send(text),
  );
  server.register(swagger, { mode: "static", specification: { document: document as never } });
  server.register(swaggerUi, {
    routePrefix: "/docs",
    staticCSP: true,
    theme: { title: "Holdfast API" },
    // The default would send the document to a validator on the Internet.
    uiConfig: { validatorUrl: null, docExpansion: "list", deepLinking: true },
  });
}
