import { findCycle } from "../../../graph.ts";

/** Why an issue can't be filmed yet, as a sentence; null when nothing is in its way. */
export function waitingReason(
  issue: string,
  unmet: readonly string[],
  edges: readonly { readonly issue: string; readonly need: string }[],
): string | null {
  if (unmet.length === 0) return null;
  const graph = new Map<string, string[]>();
  for (const edge of edges) addTo(graph, edge.issue, edge.need);
  graph.set(issue, [...unmet]);
  const cycle = cycleThrough(issue, graph);
  if (!cycle) return `It waits for ${listed(unmet)}.`;
  const remedy = "Take one of these dependencies away, and set the label of its issue again.";
  return `It waits in a circle: ${cycle.join(" → ")}. ${remedy}`;
}

/** Other circles do not matter to this issue: only what it reaches, and only where that leads back. */
function cycleThrough(
  issue: string,
  graph: ReadonlyMap<string, readonly string[]>,
): string[] | undefined {
  const reachesBack = (start: string): boolean => {
    const seen = new Set<string>();
    const open = [start];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (node === issue) return true;
      if (seen.has(node)) continue;
      seen.add(node);
      open.push(...(graph.get(node) ?? []));
    }
    return false;
  };
  const ways = new Map<string, string[]>();
  const open = [issue];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (ways.has(node)) continue;
    const next = (graph.get(node) ?? []).filter(reachesBack);
    ways.set(node, next);
    open.push(...next);
  }
  return findCycle(ways);
}

function addTo(graph: Map<string, string[]>, from: string, to: string): void {
  const known = graph.get(from);
  if (known) known.push(to);
  else graph.set(from, [to]);
}

function listed(issues: readonly string[]): string {
  const shown = issues.slice(0, 10);
  const more = issues.length > shown.length ? [`${issues.length - shown.length} more`] : [];
  const all = [...shown, ...more];
  const last = all.at(-1) ?? "";
  return all.length < 2 ? last : `${all.slice(0, -1).join(", ")} and ${last}`;
}
