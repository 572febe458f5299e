import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { FastifyInstance } from "fastify";
import { openApiOf } from "./openapi.ts";
import type { Route } from "./route.ts";

/**
 * Everything from this server. Without the package's own `upgrade-insecure-requests`: plain HTTP would show an empty
 * page.
 */
const POLICY = {
  "default-src": "'self'",
  "base-uri": "'none'",
  "form-action": "'none'",
  "frame-ancestors": "'none'",
  "img-src": ["'self'", "data:"],
  "object-src": "'none'",
};

const MARK = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0f766e"/><path d="M9 7v18M23 7v18M9 16h14" stroke="#fff" stroke-width="4" stroke-linecap="round"/></svg>`;

/**
 * Leaves out the top bar: its picture has an inline style that the policy refuses, and its box is for other
 * documents.
 */
const WITHOUT_BAR = "BaseLayout";

/** There is one server and there are no links: the boxes for them would take a phone's width. */
const STYLE = `
.swagger-ui .scheme-container .schemes .schemes-server-container { display: none }
.swagger-ui .response-col_links { display: none }
.swagger-ui .scheme-container { padding: 15px 0 }
.swagger-ui .scheme-container .schemes { justify-content: flex-end }
.swagger-ui .info { margin: 30px 0 }
`;

/** The top bar would have done this. */
const FOLLOW_SCHEME = `
const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", follow);
follow();
`;

/** Serves `/openapi.json` and the readable page `/docs`, which loads nothing from elsewhere. */
export function addDocs(server: FastifyInstance, routes: readonly Route[]): void {
  const document = openApiOf(routes);
  const text = JSON.stringify(document);
  server.get("/openapi.json", (_request, reply) =>
    reply.type("application/json; charset=utf-8").header("cache-control", "no-cache").send(text),
  );
  server.register(swagger, { mode: "static", specification: { document: document as never } });
  server.register(async (page) => {
    page.addHook("onSend", async (_request, reply, payload) =>
      isPage(reply.getHeader("content-type"), payload) ? fitPhones(payload) : payload,
    );
    await page.register(swaggerUi, {
      routePrefix: "/docs",
      staticCSP: POLICY,
      theme: {
        title: "Holdfast API",
        css: [{ filename: "holdfast.css", content: STYLE }],
        js: [{ filename: "follow-scheme.js", content: FOLLOW_SCHEME }],
        favicon: [
          { filename: "mark.svg", rel: "icon", type: "image/svg+xml", sizes: "any", content: MARK },
        ],
      },
      // By default the page would send the document to a validator on the Internet.
      uiConfig: {
        layout: WITHOUT_BAR,
        validatorUrl: null,
        docExpansion: "list",
        deepLinking: true,
      },
    });
  });
}

function isPage(type: unknown, payload: unknown): payload is string {
  return typeof payload === "string" && String(type).startsWith("text/html");
}

/** Adds the viewport that the package's page lacks; without it a phone would shrink a page made for a desktop. */
function fitPhones(html: string): string {
  return html.replace(
    '<meta charset="UTF-8">',
    '<meta charset="UTF-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
  );
}
