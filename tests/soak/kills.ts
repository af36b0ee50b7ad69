import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { openGround, type Ground } from "./ground.ts";
import { faultPoints, type FaultPoints } from "./points.ts";
import { playRound, type Round } from "./round.ts";
import { closingTable } from "./table.ts";

export interface SoakOptions {
  readonly kills: number;
  readonly minutes: number;
  readonly seed: number;
}

/** Kills over one database, after which everything is proved and the next begins with a new one. */
const KILLS_PER_ROUND = 250;

/** As shells have it for SIGINT. */
const INTERRUPTED = 130;

/** Plays rounds until there were so many kills or the time is up; answers the exit code. */
export async function soakWithKills(options: SoakOptions, signal: AbortSignal): Promise<number> {
  const { kills, minutes, seed } = options;
  const begun = Date.now();
  say(`seed ${seed} (--seed ${seed} makes the same choices again)`);
  const points = await pointsOf();
  const rounds: Round[] = [];
  let left = kills;
  while (left > 0 && Date.now() - begun < minutes * 60_000 && !signal.aborted) {
    const round = await soakOneRound(rounds.length, { points, seed, left, signal });
    rounds.push(round);
    left -= round.deaths.length;
    if (round.findings.length > 0) break;
  }
  process.stdout.write(closingTable(rounds, { seed, tookMs: Date.now() - begun }));
  if (rounds.some(({ findings }) => findings.length > 0)) return 1;
  return signal.aborted ? INTERRUPTED : 0;
}

async function pointsOf(): Promise<FaultPoints> {
  await using ground = openGround();
  return await faultPoints(ground.folder);
}

interface Circumstances {
  readonly points: FaultPoints;
  readonly seed: number;
  readonly left: number;
  readonly signal: AbortSignal;
}

async function soakOneRound(n: number, on: Circumstances): Promise<Round> {
  await using ground = openGround();
  const kills = Math.min(KILLS_PER_ROUND, on.left);
  let dead = 0;
  const round = await playRound(ground, {
    folder: ground.folder,
    seed: on.seed + n,
    kills,
    points: on.points,
    signal: on.signal,
    onDeath: () => {
      dead += 1;
      if (dead % 50 === 0) say(`round ${n + 1}: ${dead} kills`);
    },
  });
  const { sends, effects, refused } = round.counts;
  say(`round ${n + 1}: ${sends} sends, ${effects} effects, ${refused} lost leases refused`);
  if (round.findings.length > 0) keepEvidence(ground, round, on.seed + n);
  return round;
}

function keepEvidence(ground: Ground, { findings, deaths }: Round, seed: number): void {
  ground.keep();
  const evidence = JSON.stringify({ seed, findings, deaths }, null, 2);
  writeFileSync(join(ground.folder, "findings.json"), evidence);
  for (const { broken, what } of findings.slice(0, 20)) say(`BROKEN: ${broken}. ${what}`);
  say(`${findings.length} findings; database, journals and findings.json: ${ground.folder}`);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
