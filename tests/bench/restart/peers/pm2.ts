import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { supervisor } from "../child-process.ts";
import { pm2Program, pm2Version } from "../installed.ts";
import { childOf, type Peer, type Site } from "../peer.ts";

/** As most people use it: it loads itself into the child. */
export const pm2: Peer = pm2With(
  "pm2",
  "pm2-runtime, fork mode, the child as a script of its own interpreter (its default)",
  ([program, script, ...args]) => ({ script, args, interpreter: program }),
);

/** At its best: the child is a program like any other. */
export const pm2Bare: Peer = pm2With(
  "pm2, no interpreter",
  "pm2-runtime, fork mode, interpreter: none",
  ([script, ...args]) => ({ script, args, interpreter: "none" }),
);

type Start = (command: readonly string[]) => Readonly<Record<string, unknown>>;

function pm2With(name: string, settings: string, start: Start): Peer {
  return {
    name,
    settings,
    version: pm2Version,
    start: async (site) => {
      const file = join(site.folder, "ecosystem.json");
      writeFileSync(file, JSON.stringify({ apps: appsOf(site, start) }));
      const { PATH = "" } = process.env;
      const env = { PATH, HOME: site.folder, PM2_HOME: join(site.folder, "pm2") };
      return supervisor([process.execPath, pm2Program(), "start", file], "SIGINT", { env });
    },
  };
}

function appsOf(site: Site, start: Start): object[] {
  const fixed = { exec_mode: "fork", out_file: "/dev/null", error_file: "/dev/null" };
  return site.slots.map((slot) => ({ name: slot, ...start(childOf(site, slot)), ...fixed }));
}
