import { ASKED_FOR } from "../edit/wish.ts";
import { mendable, type Change, type RevisionRecord } from "../edit/revision.ts";
import type { CriticReport } from "../measure/critic-report.ts";

/**
 * What went back to the Editor in each round and what became of it, judged by the last measurement;
 * then what an edit could still mend, had there been another round.
 */
export function revisedLines(
  rounds: readonly RevisionRecord[],
  critic: Pick<CriticReport, "findings">,
): string[] {
  const last = rounds.at(-1);
  if (!last) return [];
  const changes = rounds.flatMap(({ round, changes }) =>
    changes.map(
      (change) => `Round ${round}: ${became(change, critic)} (${change.finding.message})`,
    ),
  );
  const left = mendable(critic.findings, rounds);
  return [...changes, ...left.map(({ message }) => `Left after round ${last.round}: ${message}`)];
}

function became(
  { finding, outcome, reason }: Change,
  { findings }: Pick<CriticReport, "findings">,
): string {
  if (finding.check === ASKED_FOR && outcome === "applied") return "changed as asked";
  if (outcome === "refused") return `not mended, the patch was refused: ${reason}`;
  const isFoundAgain = findings.some(
    ({ check, pointer }) => check === finding.check && pointer === finding.pointer,
  );
  if (isFoundAgain) return "changed, but found again";
  return outcome === "covered" ? "mended with another" : "mended";
}
