import { label } from "./closable-pane.ts";
import type { Hands, Patient } from "./hands.ts";

/** Says in its pane and as an event that a person holds the agent, or holds it no more. */
export async function tellHold(
  hands: Pick<Hands, "panes" | "agents" | "events">,
  { record, pane }: Patient,
): Promise<void> {
  const { name, held, state } = record;
  if (held === record.heldTold) return;
  if (pane) await label(hands, pane.pane, record);
  hands.agents.answerHold(name, held);
  hands.events.emit("agent.changed", { agent: name, state: held ? "held" : state });
}
