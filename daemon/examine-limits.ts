import { findDelegation, isMember, type Delegation } from "../agents/cgroup/delegation.ts";
import { openTmux, type TmuxPane } from "../agents/tmux.ts";
import { OperationalError } from "../kernel/errors.ts";
import type { Finding } from "./doctor.ts";
import type { Card } from "./lock.ts";

const ABOUT = { name: "limits", purpose: "memory, CPU and tasks of each agent" } as const;

/** Whether each agent has limits of its own; `holder` is the daemon that runs, if one does. */
export async function examineLimits(
  holder: Pick<Card, "tmux" | "isService"> | undefined,
  path: string,
): Promise<Finding> {
  if (!holder) return { ...ABOUT, ok: true, detail: "nobody runs now", remedy: "" };
  using tmux = openTmux({ socket: holder.tmux.socket, environment: { PATH: path } });
  try {
    const delegation = findDelegation(await tmux.serverPid());
    const agents = (await tmux.listPanes()).filter((pane) => pane.identity.agent && !pane.isDead);
    const outside = delegation ? agents.filter((pane) => !isAdmitted(delegation, pane)) : [];
    const names = outside.map(({ identity }) => identity.agent);
    return { ...ABOUT, ...limitsWords(delegation, names, holder.isService) };
  } catch (error) {
    if (!(error instanceof OperationalError)) throw error;
    return { ...ABOUT, ok: true, detail: "no tmux server runs", remedy: "" };
  }
}

/** Pure. `outside` are agents that run apart from the cgroups that there are. */
export function limitsWords(
  delegation: Pick<Delegation, "controllers"> | undefined,
  outside: readonly string[],
  isService: boolean,
): Pick<Finding, "ok" | "detail" | "remedy"> {
  const install = `kantoku service install${isService ? ", and systemctl restart kantoku-tmux" : ""}`;
  if (!delegation) return { ok: true, detail: `none; to have them: ${install}`, remedy: "" };
  if (outside.length > 0) {
    const detail = `${outside.join(", ")} without, for the kernel refused`;
    return { ok: false, detail, remedy: "kantoku attach AGENT --print, and dmesg, say why" };
  }
  const { controllers } = delegation;
  const words =
    controllers.length > 0 ? controllers.join(", ") : "none: not in this kernel's cgroup2";
  return { ok: true, detail: words, remedy: "" };
}

const isAdmitted = (delegation: Delegation, { pid, identity }: TmuxPane): boolean =>
  isMember(delegation, pid, identity.agent, identity.generation);
