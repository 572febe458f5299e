import { lastSealFile } from "./last-seal.ts";
import { sealKeysOf } from "./seal-keys.ts";
import type { SealTools } from "./sealer.ts";

/** Builds the sealing tools from the configuration: keys from its secrets, the newest seal in the data folder. */
export function sealToolsOf(config: {
  secret: string;
  oldSecrets?: readonly string[];
  dataFolder?: string;
}): SealTools {
  const { secret, oldSecrets, dataFolder } = config;
  return {
    keys: sealKeysOf(secret, oldSecrets),
    ...(dataFolder !== undefined && { file: lastSealFile(dataFolder) }),
  };
}
