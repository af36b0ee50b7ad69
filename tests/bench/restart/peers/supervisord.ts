import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { supervisor } from "../child-process.ts";
import { debianVersion } from "../installed.ts";
import { childOf, type Peer, type Site } from "../peer.ts";

export const supervisord: Peer = {
  name: "supervisord",
  settings: "a program for each child: autorestart=true, startsecs=0",
  version: () => debianVersion("supervisor", "supervisord"),
  start: async (site) => {
    const file = join(site.folder, "supervisord.conf");
    writeFileSync(file, configOf(site));
    return supervisor(["supervisord", "--nodaemon", "--configuration", file], "SIGTERM");
  },
};

function configOf(site: Site): string {
  const { folder, slots } = site;
  const own = `[supervisord]
user=root
logfile=/dev/null
logfile_maxbytes=0
pidfile=${join(folder, "supervisord.pid")}
childlogdir=${folder}
`;
  const programs = slots.map(
    (slot) => `[program:${slot}]
command=${childOf(site, slot).join(" ")}
autorestart=true
startsecs=0
stdout_logfile=NONE
stderr_logfile=NONE
`,
  );
  return [own, ...programs].join("\n");
}
