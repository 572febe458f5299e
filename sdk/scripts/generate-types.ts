import { text } from "node:stream/consumers";
import openapiTS, { astToString } from "openapi-typescript";

// Reads the OpenAPI document on standard input and writes the client's types to standard output.
const document = JSON.parse(await text(process.stdin)) as object;
const types = await openapiTS(document as never, { alphabetize: true });
process.stdout.write(
  `// Generated from the server's OpenAPI document by npm run generate; do not edit.\n\n${astToString(types)}`,
);
