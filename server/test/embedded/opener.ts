// A separate process that opens a folder, prints the result, and keeps it open until its input ends.
import { openEmbedded } from "../../src/embedded/open-embedded.ts";

const [dataFolder = ""] = process.argv.slice(2);
const opened = await openEmbedded({ dataFolder, log: () => undefined, durability: "off" });
console.log(JSON.stringify(opened));
process.stdin.on("end", () => void opened.stop()).resume();
