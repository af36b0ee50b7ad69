import { ASKED_FOR } from "../edit/wish.ts";
import { mendable, type Change, type RevisionRecord } from "../edit/revision.ts";
import type { CriticReport } from "../measure/critic-report.ts";
import type { ReportWords } from "./words/words.ts";

/**
 * What went back to the Editor in each round and what became of it, judged by the last measurement;
 * then what an edit could still mend, had there been another round.
 */
export function revisedLines(
  rounds: readonly RevisionRecord[],
  critic: Pick<CriticReport, "findings">,
  say: ReportWords,
): string[] {
  const last = rounds.at(-1);
  if (!last) return [];
  const changes = rounds.flatMap(({ round, changes }) =>
    changes.map((change) => say.changed(round, became(change, critic, say), change.finding)),
  );
  const left = mendable(critic.findings, rounds);
  return [...changes, ...left.map((finding) => say.left(last.round, finding))];
}

function became(
  { finding, outcome, reason }: Change,
  { findings }: Pick<CriticReport, "findings">,
  say: ReportWords,
): string {
  if (finding.check === ASKED_FOR && outcome === "applied") return say.asAsked;
  if (outcome === "refused") return say.refused(reason ?? "");
  const isFoundAgain = findings.some(
    ({ check, pointer }) => check === finding.check && pointer === finding.pointer,
  );
  if (isFoundAgain) return say.foundAgain;
  return outcome === "covered" ? say.coveredBy : say.mended;
}
