import type { AgentPanes } from "../agents/pane.ts";
import { KEPT_LINES } from "../agents/tmux.ts";
import { codeOf } from "../kernel/errors.ts";
import type { Hands } from "./hands.ts";

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

export async function label(
  { panes }: Pick<Hands, "panes">,
  pane: string,
  state: string,
  reason = "",
): Promise<void> {
  await unlessClosed(panes.label(pane, state, reason));
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
