import type { AgentPanes } from "../agents/pane.ts";
import { KEPT_LINES } from "../agents/tmux.ts";
import { codeOf } from "../kernel/errors.ts";
import type { Hands } from "./hands.ts";
import { isAbandoned, type AgentRecord } from "./record.ts";

/** What is done with a pane that a person may close by hand at any moment. */

/** A pane that was closed by hand meanwhile has nothing to show. */
export async function captured(panes: AgentPanes, pane: string): Promise<readonly string[]> {
  try {
    return await panes.capture(pane, KEPT_LINES);
  } catch (error) {
    if (codeOf(error) === "tmux-refused") return [];
    throw error;
  }
}

/** Has its title line tell of the agent what the watchdog knows better; else the agent's own words stand there. */
export async function label(
  { panes }: Pick<Hands, "panes">,
  pane: string,
  record: AgentRecord,
): Promise<void> {
  const word = wordOf(record);
  await unlessClosed(panes.label(pane, word, word === "" ? "" : (record.reason ?? "")));
}

function wordOf(record: AgentRecord): string {
  if (record.held) return "held";
  if (isAbandoned(record)) return "lost";
  return record.resumeAt === null ? "" : record.state;
}

export async function removed(panes: AgentPanes, pane: string): Promise<void> {
  await unlessClosed(panes.remove(pane));
}

/** A pane that was closed by hand meanwhile needs nothing any more. */
async function unlessClosed(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (codeOf(error) !== "tmux-refused") throw error;
  }
}
