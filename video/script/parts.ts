import type { Scene } from "./ledger.ts";
import { PARTS, type Part } from "./script.ts";

/**
 * Gives every scene its part of the story. The author's order stays, so the parts may only move
 * forward: the labelling with the highest sum of affinities is found over all such labellings.
 */
export function partsOf(scenes: readonly Scene[]): Part[] {
  const last = scenes.length - 1;
  const middle = scenes.slice(1, last);
  const labels = bestForward(
    middle.map((scene, index) => affinities(scene, (index + 1) / Math.max(1, last))),
  );
  return ["hook", ...labels, "call-to-action"];
}

const BETWEEN = PARTS.filter((part) => part !== "call-to-action");

const CUES: Readonly<Partial<Record<Part, RegExp>>> = {
  context: /\b(is an?|are|today|every day|since|known|called)\b|とは|今日|日々|現在/i,
  problem:
    /\b(but|however|problem|hard|slow|difficult|manual|by hand|fail|break|lost|waste|cannot|can't|nobody|no one|never)\b|しかし|困|難し|遅|手作業|課題|問題|大変|失敗|足りな/i,
  stakes:
    /\b(cost|costs|lose|risk|hours|deadline|late|at night|matters|worse|danger)\b|失|損|危険|コスト|夜中|締め切り|手遅れ/i,
  turn: /\b(introducing|now|new|instead|meet|released|with \w+, you|can|after)\b|新し|登場|そこで|公開|できるように|これから/i,
  proof: /\b(measured|tested|benchmark|says|faster|result)\b|実測|検証|倍|％|%/i,
  payoff:
    /\b(so you|finally|free|enjoy|done|nothing|anyone|anybody|ready|finished|simple)\b|だけ|完成|誰でも|届|安心|楽し/i,
};
const BY_TEMPLATE: Readonly<Record<string, Partial<Record<Part, number>>>> = {
  figure: { proof: 1.6, stakes: 0.6 },
  chart: { proof: 2 },
  table: { proof: 1.6 },
  quote: { proof: 1.4, payoff: 0.4 },
  code: { turn: 0.8, proof: 1 },
  comparison: { turn: 1.4, problem: 0.4 },
  steps: { turn: 1.2, payoff: 0.4 },
  list: { turn: 0.5, context: 0.3, payoff: 0.3 },
  section: { context: 0.4 },
};

function affinities(scene: Scene, position: number): number[] {
  const text = scene.telling.join(" ");
  return BETWEEN.map((part, index) => {
    const cue = CUES[part]?.test(text) ? 1 : 0;
    const template = BY_TEMPLATE[scene.moment.content.template]?.[part] ?? 0;
    const hookIsTaken = part === "hook" ? -1.5 : 0;
    return cue + template + hookIsTaken - Math.abs(position - (index + 0.5) / BETWEEN.length) * 5;
  });
}

function bestForward(rows: readonly (readonly number[])[]): Part[] {
  let best = BETWEEN.map((): { sum: number; path: number[] } => ({ sum: 0, path: [] }));
  for (const row of rows) {
    let before: { sum: number; path: number[] } = { sum: -Infinity, path: [] };
    best = best.map((one, part) => {
      if (one.sum > before.sum) before = one;
      return { sum: before.sum + (row[part] ?? 0), path: [...before.path, part] };
    });
  }
  const winner = best.reduce((a, b) => (b.sum > a.sum ? b : a));
  return winner.path.map((part) => BETWEEN[part] ?? "context");
}
