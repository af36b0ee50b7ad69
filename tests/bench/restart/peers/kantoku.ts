import { join } from "node:path";
import packageJson from "../../../../package.json" with { type: "json" };
import { run } from "../../../../kernel/process.ts";
import { supervisor } from "../child-process.ts";
import type { Peer } from "../peer.ts";

const PROGRAM = join(import.meta.dirname, "..", "fixtures", "watchdog.ts");

/** Our watchdog, through the parts that the daemon is made of. */
export const kantoku: Peer = {
  name: "Kantoku",
  settings:
    "the daemon's watchdog with tmux panes, lifelines, records in SQLite and crash reports; a child that has lived for 1 s is well",
  version: async () => {
    const { stdout } = await run("tmux", ["-V"]);
    return `${packageJson.version} on ${stdout.trim()}`;
  },
  start: async ({ folder, slots, socket }) =>
    supervisor([process.execPath, PROGRAM, folder, socket, ...slots], "SIGTERM"),
};
