import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { supervisor } from "../child-process.ts";
import { debianVersion } from "../installed.ts";
import { childOf, type Peer, type Site } from "../peer.ts";

export const runit: Peer = {
  name: "runit",
  settings: "runsvdir with a service for each child: exec node child.mjs",
  version: () => debianVersion("runit", "runsvdir"),
  start: async (site) => {
    for (const slot of site.slots) writeService(site, slot);
    // At SIGHUP it ends its services, too.
    return supervisor(["runsvdir", "-P", site.folder], "SIGHUP");
  },
};

function writeService(site: Site, slot: string): void {
  const folder = join(site.folder, slot);
  mkdirSync(folder);
  const words = childOf(site, slot).map((word) => `'${word}'`);
  writeFileSync(join(folder, "run"), `#!/bin/sh\nexec ${words.join(" ")}\n`);
  chmodSync(join(folder, "run"), 0o755);
}
