import { findCycle } from "../../../graph.ts";
import type { Phrases } from "../../../phrases/phrases.ts";

const MOST_NAMED = 10;

/** Why an issue can't be filmed yet, as a sentence; null when nothing is in its way. */
export function waitingReason(
  issue: string,
  unmet: readonly string[],
  edges: readonly { readonly issue: string; readonly need: string }[],
  say: Phrases,
): string | null {
  if (unmet.length === 0) return null;
  const graph = new Map<string, string[]>();
  for (const edge of edges) addTo(graph, edge.issue, edge.need);
  graph.set(issue, [...unmet]);
  const cycle = cycleThrough(issue, graph);
  if (cycle) return say.waitsInCircle(cycle);
  const shown = unmet.slice(0, MOST_NAMED);
  return say.waitsFor(shown, unmet.length - shown.length);
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
