import { supervisor } from "../child-process.ts";
import { childOf, type Peer } from "../peer.ts";

const LOOP = 'while :; do "$@"; done';

/** What it takes to start the child at all: nobody can be quicker. */
export const respawnLoop: Peer = {
  name: "shell loop",
  settings: `a shell for each child: ${LOOP}`,
  version: async () => "the floor",
  start: async (site) => {
    const loops = site.slots.map((slot) =>
      supervisor(["sh", "-c", LOOP, "sh", ...childOf(site, slot)], "SIGKILL"),
    );
    return {
      [Symbol.asyncDispose]: async () => {
        await Promise.all(loops.map((each) => each[Symbol.asyncDispose]()));
      },
    };
  },
};
