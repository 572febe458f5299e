import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The user PostgreSQL runs as; absent: the user who runs this program. */
export type RunAs = { name: string; uid: number; gid: number };

/**
 * Chooses the user to run PostgreSQL, which refuses to run as root. Under root it is the owner of the cluster, if
 * there is one, else `postgres`, else a system user `holdfast` created for it.
 *
 * @param cluster the cluster's folder, whether or not it exists yet
 * @throws Error when this is root and no user can be found or created
 */
export async function findRunAs(cluster: string): Promise<RunAs | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await stat(cluster).catch(() => undefined);
  if (owner) return { name: await nameOf(owner.uid), uid: owner.uid, gid: owner.gid };
  return (await findUser("postgres")) ?? (await findUser("holdfast")) ?? createUser();
}

async function nameOf(uid: number): Promise<string> {
  const found = await run("id", ["-un", String(uid)]).catch(() => undefined);
  return found?.stdout.trim() ?? `uid ${uid}`;
}

async function findUser(name: string): Promise<RunAs | undefined> {
  try {
    const [uid, gid] = await Promise.all([run("id", ["-u", name]), run("id", ["-g", name])]);
    return { name, uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

async function createUser(): Promise<RunAs> {
  const attempts: [string, string[]][] = [
    [
      "useradd",
      ["--system", "--user-group", "--no-create-home", "--shell", "/bin/false", "holdfast"],
    ],
    ["adduser", ["-S", "-D", "-H", "-s", "/bin/false", "holdfast"]],
  ];
  for (const [program, args] of attempts) {
    await run(program, args).catch(() => undefined);
    const user = await findUser("holdfast");
    if (user) return user;
  }
  throw new Error(
    "PostgreSQL does not run as root and no user `postgres` or `holdfast` could be found or made: " +
      "create one, start Holdfast as an ordinary user, or set DATABASE_URL.",
  );
}
