import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { OperationalError } from "../kernel/errors.ts";
import { isSameFolder } from "../kernel/files.ts";
import { environmentOf } from "./processes.ts";
import type { Tmux, TmuxPane } from "./tmux.ts";

/** Whose agents are whose: on one tmux server lives one home's fleet, or nobody's. */
export interface Owner {
  /** On each pane and process of its agents. */
  readonly owner: string;
  /** Its folder; whatever path leads there names the same owner. Without, the mark alone counts. */
  readonly home?: string;
}

/** What tells a process, and the tmux server, which home it serves. */
export const HOME_VARIABLE = "KANTOKU_HOME";

/**
 * Rejects with `foreign-population` when the server, or an agent on it, is another's, and with tmux's
 * errors, such as `tmux-not-running`. Touches nothing.
 */
export async function expectOwn(tmux: Tmux, owner: Owner): Promise<void> {
  const { panes, environment } = await tmux.describe();
  const agents = panes.filter(isAgent);
  const served = environment.get(HOME_VARIABLE);
  const stranger = agents.find((pane) => !isOwn(owner, pane, served));
  if (stranger) throw foreign(tmux, homeOf(stranger, served), stranger.identity.agent);
  // A fleet that sleeps has no pane: then the server itself says whose it is.
  const isUntold = owner.home === undefined || served === undefined;
  if (agents.length === 0 && !isUntold && !isHome(owner, served)) throw foreign(tmux, served);
}

/** The agents among the panes. Those that were marked by another path of the home get its mark. */
export async function ownAgents(
  tmux: Tmux,
  owner: Owner,
  panes: readonly TmuxPane[],
): Promise<TmuxPane[]> {
  const agents = panes.filter(isAgent);
  const others = agents.filter(({ identity }) => identity.owner !== owner.owner);
  if (others.length === 0) return agents;
  await expectOwn(tmux, owner);
  for (const { id } of others) await tmux.setPaneOptions(id, { "@kantoku_owner": owner.owner });
  return agents;
}

/** Whether a process with this mark was started for the owner, be it by another path of its home. */
export function isMarkedAs(owner: Owner, mark: string, pid: number): boolean {
  return mark === owner.owner || isHome(owner, environmentOf(pid, HOME_VARIABLE));
}

const isAgent = ({ identity }: TmuxPane): boolean => identity.agent !== "";

function isOwn(owner: Owner, pane: TmuxPane, served: string | undefined): boolean {
  return pane.identity.owner === owner.owner || isHome(owner, homeOf(pane, served));
}

/** Whether this path leads to the owner's home. */
function isHome({ home }: Owner, path: string | undefined): boolean {
  return home !== undefined && path !== undefined && isSameFolder(path, home);
}

/** A process knows it best; of one that has ended the server does. */
function homeOf({ isDead, pid }: TmuxPane, served: string | undefined): string | undefined {
  return (isDead ? undefined : environmentOf(pid, HOME_VARIABLE)) ?? served;
}

function foreign({ socket }: Tmux, home: string | undefined, agent?: string): OperationalError {
  const whose = home === undefined ? `its agent ${agent} lives there` : `its home is ${home}`;
  const isThere = home !== undefined && existsSync(home);
  const stop = isThere ? `kantoku --home ${home} down` : `tmux -S ${socket} kill-server`;
  return new OperationalError(
    "foreign-population",
    `Another Kantoku works in ${dirname(socket)}: ${whose}.`,
    {
      hint: `Two homes need two folders for their sockets: set another KANTOKU_RUN, or stop that one with: ${stop}`,
    },
  );
}
