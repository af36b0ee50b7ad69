import type { Fate } from "./plan.ts";
import type { Round } from "./round.ts";

/** What a soak has to show for itself, for people to read. */
export function closingTable(
  rounds: readonly Round[],
  run: { seed: number; tookMs: number },
): string {
  const deaths = rounds.flatMap((round) => round.deaths);
  const broken = rounds.flatMap(({ findings }) => findings).length;
  const verdict = broken === 0 ? "every proof held" : `${broken} findings`;
  return [
    `${deaths.length} kills in ${rounds.length} rounds, ${Math.round(run.tookMs / 1000)} s: ${verdict} (seed ${run.seed})`,
    "",
    ...rows("kills", killsByPlace(rounds)),
    "",
    ...rows("messages", messageCounts(rounds)),
    "",
  ].join("\n");
}

function killsByPlace(rounds: readonly Round[]): [string, number][] {
  const places = rounds.flatMap(({ deaths }) =>
    deaths.map(({ fate, isAsPlanned }) => (isAsPlanned ? place(fate) : "too late for its point")),
  );
  return [...Map.groupBy(places, (name) => name)]
    .map(([name, { length }]): [string, number] => [name, length])
    .sort(([a], [b]) => a.localeCompare(b));
}

function place(fate: Fate): string {
  if (fate.kind === "point") return `at ${fate.point}`;
  if (fate.kind === "start") return "while starting";
  if (fate.kind === "blackout") return "all at once";
  return fate.kind === "stop" ? "after a stop beyond the lease" : "in the midst of work";
}

function messageCounts(rounds: readonly Round[]): [string, number][] {
  const sum = (count: (round: Round) => number): number =>
    rounds.reduce((total, round) => total + count(round), 0);
  return [
    ["sends acknowledged", sum(({ counts }) => counts.sends)],
    ["effects recorded", sum(({ counts }) => counts.effects)],
    ["lost leases refused", sum(({ counts }) => counts.refused)],
    ["late results kept aside", sum(({ counts }) => counts.late)],
    ["poison: three workers lost", sum(({ counts }) => counts.deaths.poison)],
    ["dead: no attempts left", sum(({ counts }) => counts.deaths.failed)],
    ["dead: terminal failure", sum(({ counts }) => counts.deaths.hopeless)],
    ["dead: too late", sum(({ counts }) => counts.deaths["too late"])],
    ["cancelled", sum(({ counts }) => counts.deaths.cancelled)],
    ["database busy for 5 s", sum(({ counts }) => counts.busy)],
  ];
}

function rows(title: string, counts: readonly (readonly [string, number])[]): string[] {
  const width = Math.max(...counts.map(([name]) => name.length), title.length);
  const row = ([name, count]: readonly [string, number]): string =>
    `  ${name.padEnd(width)}  ${count.toString().padStart(9)}`;
  return [title, ...counts.map(row)];
}
