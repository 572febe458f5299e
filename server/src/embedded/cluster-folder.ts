import { chown } from "node:fs/promises";
import { join } from "node:path";
import type { RunAs } from "./run-as.ts";

/**
 * Where one cluster and its files are; all of `home` is made aside and renamed into place. When root lets another
 * user run the server, that user owns only `cluster` and `run`: root writes no file in a folder where somebody else
 * could have put a link in its place.
 */
export type ClusterFolder = {
  home: string;
  cluster: string;
  socketFolder: string;
  passwordFile: string;
  portFile: string;
  logFile: string;
};

/** Names the files of a cluster under its home folder. */
export function clusterFolder(home: string): ClusterFolder {
  return {
    home,
    cluster: join(home, "cluster"),
    socketFolder: join(home, "run"),
    passwordFile: join(home, "password"),
    portFile: join(home, "port"),
    logFile: join(home, "server.log"),
  };
}

/** Gives a file to the user PostgreSQL runs as, if it is another user. */
export async function giveTo(runAs: RunAs | undefined, path: string): Promise<void> {
  if (runAs) await chown(path, runAs.uid, runAs.gid);
}
