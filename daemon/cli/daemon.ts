import { OperationalError } from "../../kernel/errors.ts";
import type { Home } from "../../kernel/home.ts";
import { expectHome } from "../home.ts";
import { readHolder, type Card } from "../lock.ts";

/** The daemon that runs on this home; `not-running`, or `no-home` (exit code 3), when there is none. */
export function expectDaemon(home: Home): Card {
  const card = readHolder(home);
  if (card) return card;
  expectHome(home);
  throw new OperationalError("not-running", `No daemon runs on ${home.root}.`, {
    hint: "Start it with: kantoku up --detach",
  });
}

/** What systemd started, systemd would start again: it must be asked to stop it. */
export function refuseService(card: Card, verb: "stop" | "restart"): void {
  if (!card.isService) return;
  const units = verb === "stop" ? "kantoku kantoku-tmux" : "kantoku";
  throw new OperationalError("run-by-systemd", `systemd runs this daemon (pid ${card.pid}).`, {
    hint: `Use: systemctl ${verb} ${units}`,
  });
}
