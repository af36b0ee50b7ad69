import { overview, type AgentSummary } from "../agents/overview.ts";
import type { AgentPanes } from "../agents/pane.ts";
import type { Muster } from "../agents/roster.ts";
import type { Heartbeats } from "../queue/heartbeat.ts";
import type { Agents } from "./agents.ts";

export interface Tellers {
  readonly agents: Pick<Agents, "list" | "records" | "heldBack">;
  readonly heartbeats: Pick<Heartbeats, "all">;
  readonly panes: Pick<AgentPanes, "showOverview">;
}

/** Keeps the overview up to date, except while somebody starts: that needs the CPU more. */
export async function tell(
  { agents, heartbeats, panes }: Tellers,
  crews: readonly Muster[],
): Promise<void> {
  const list = agents.list();
  if (list.some(({ state }) => state === "starting")) return;
  const steps = new Map(heartbeats.all().map(({ agent, step }) => [agent, step]));
  const reasons = new Map(agents.records().map(({ name, reason }) => [name, reason]));
  const summaries = list.map(({ name, state, job }): AgentSummary => ({
    name,
    state,
    job,
    step: steps.get(name) ?? null,
    reason: reasons.get(name) ?? null,
  }));
  await panes.showOverview(overview(crews, summaries, agents.heldBack()));
}
