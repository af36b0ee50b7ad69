import type { Hands } from "./hands.ts";

/** Later than this it is done although somebody starts. */
const LONGEST_DELAY_MS = 1_000;

/** Writes the reports, and ends what the dead have left behind: one look at all processes for everybody. */
export async function clearUp({ left, panes }: Pick<Hands, "left" | "panes">): Promise<void> {
  if (left.length === 0) return;
  const due = left.splice(0);
  try {
    for (const { report } of due) await report();
  } finally {
    // The reports ask for the kernel's accounts, which go with the last process.
    panes.reap(new Map(due.map(({ agent, generation }) => [agent, generation])));
  }
}

/** As `clearUp`, if this is the time for it. */
export async function clearUpInTime(hands: Pick<Hands, "left" | "panes" | "agents" | "clock">) {
  const [oldest] = hands.left;
  if (!oldest) return;
  const isLate = hands.clock.uptime() - oldest.since >= LONGEST_DELAY_MS;
  if (isLate || !hands.agents.records().some(({ state }) => state === "starting")) {
    await clearUp(hands);
  }
}
