import { apiDocument } from "./api-document.ts";

process.stdout.write(JSON.stringify(await apiDocument(), null, 2));
