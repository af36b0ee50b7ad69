import type { Tongue } from "../../kernel/tongue.ts";
import { patchGraph, type GraphPatch } from "../scene-graph/patch.ts";
import type { History } from "../scene-graph/history.ts";
import type { SceneGraph } from "../scene-graph/scene-graph.ts";
import type { Change } from "./change.ts";
import { changesBetween } from "./changes.ts";
import { inEnglish } from "./english.ts";
import { inJapanese } from "./japanese.ts";

/** One version of a film: who made it, why, and what a viewer notices. */
export interface Explanation {
  /** 1 for what the first patch made of the draft. */
  readonly version: number;
  readonly author: string;
  readonly reason: string;
  readonly sentences: readonly string[];
}

/** What the difference between two versions of a film does to it, in words; never empty. */
export function explainDifference(before: SceneGraph, after: SceneGraph, tongue: Tongue): string[] {
  const changes = changesBetween(before, after);
  if (changes.length === 0) return [NOTHING[tongue]];
  const say: (change: Change) => string = tongue === "ja" ? inJapanese : inEnglish;
  return changes.map((change) => say(change));
}

const NOTHING: Readonly<Record<Tongue, string>> = {
  en: "Nothing that is seen or heard changes.",
  ja: "見えるもの、聞こえるものは何も変わりません。",
};

export type Told =
  | { readonly kind: "told"; readonly explanations: readonly Explanation[] }
  | { readonly kind: "broken"; readonly version: number; readonly reason: string };

/** Tells a film's history patch by patch. */
export function explainHistory({ draft, patches }: History, tongue: Tongue): Told {
  let graph = draft;
  const explanations: Explanation[] = [];
  for (const [index, patch] of patches.entries()) {
    const version = index + 1;
    const result = patchGraph(graph, patch);
    if (result.kind === "refused") return { kind: "broken", version, reason: result.reason };
    explanations.push({
      version,
      ...signature(patch),
      sentences: explainDifference(graph, result.graph, tongue),
    });
    graph = result.graph;
  }
  return { kind: "told", explanations };
}

function signature({ author, reason }: GraphPatch): Pick<Explanation, "author" | "reason"> {
  return { author, reason };
}
