import type { Db } from "../../src/db/connection.ts";
import type { AskedAt, SharedRead } from "../../src/db/shared-read.ts";

/** Answers one question alone, on any connection: in a transaction it sees what its caller may see. */
export async function readAlone<Asked, Facts, Body>(
  { check, read, answer }: SharedRead<Asked, Facts, Body>,
  db: Db,
  asked: AskedAt<Asked>,
): Promise<Body> {
  check?.(asked);
  const [facts] = await read(db, [asked]);
  return answer(facts as Facts, asked, db);
}
