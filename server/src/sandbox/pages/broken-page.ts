import { html } from "./html.ts";

/** The HTML that a proxy in front of a gateway returns instead of JSON. */
export function brokenPage(status: string, words: string): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <title>${status} Access denied</title>
      </head>
      <body>
        <h1>Access denied</h1>
        <p>${words}: the owner of this website has banned your access.</p>
      </body>
    </html>`.markup;
}
