import type { LabelMeaning, LabelMeanings } from "../scheduler/inbox/github/labels.ts";

/** What labels say unless the settings say otherwise; beside them, `github.label` starts a film, too. */
export const DEFAULT_LABELS = {
  video: { starts: true },
  "video:short": { starts: true, brief: { aspect: "9:16", duration: 30 } },
  "video:square": { starts: true, brief: { aspect: "1:1" } },
  "priority:p0": { priority: 0 },
  "priority:p1": { priority: 1 },
  "priority:p2": { priority: 2 },
  "priority:p3": { priority: 3 },
} as const satisfies LabelMeanings;

/** The main label first: what it says beside starting, `labels` may tell. */
export function meaningsOf(github: {
  readonly label: string;
  readonly labels: LabelMeanings;
}): LabelMeanings {
  const { label, labels } = github;
  return { [label]: { ...labels[label], starts: true }, ...without(labels, label) };
}

function without(labels: LabelMeanings, name: string): Record<string, LabelMeaning> {
  return Object.fromEntries(Object.entries(labels).filter(([label]) => label !== name));
}
