import type { Brief } from "../brief/brief.ts";
import { tongueOf } from "../language/detect.ts";
import type { Shot, ShotPlan } from "../shots/shot-plan.ts";
import type { ProductionPlan } from "./production-plan.ts";
import { TOOL_STACK, type Need, type Tool } from "./tool-stack.ts";

export type Constraints = ProductionPlan["constraints"];

export interface PlanOptions extends Partial<Constraints> {
  /** Names of services whose key is there; without any, only local tools are chosen. */
  readonly available?: readonly string[];
}

type Item = ProductionPlan["items"][number];
type Choice = Item["chosen"];

/** Chooses for each shot, the voice, the music, render and mix the tool that fits best within the limits. */
export function planProduction(
  brief: Brief,
  shotPlan: ShotPlan,
  options: PlanOptions = {},
): ProductionPlan {
  const constraints = constraintsOf(brief, options);
  const seconds = shotPlan.duration / shotPlan.fps;
  const available = new Set(options.available ?? []);
  const choose = (target: string, need: Need, wish: string, length: number): Item =>
    itemOf({ target, need, wish, length, constraints, available, share: length / seconds });
  const items = [
    ...shotPlan.shots.map((shot) =>
      choose(shot.id, "visual", shot.content.template, secondsOf(shot, shotPlan.fps)),
    ),
    choose("voice", "voice", tongueOf(brief.language), seconds),
    choose("music", "music", "title", seconds),
    choose("render", "render", "title", seconds),
    choose("mix", "mix", "title", seconds),
  ];
  const total = { costUsd: sum(items, "costUsd"), seconds: sum(items, "seconds") };
  return { constraints, items, total, warnings: warningsOf(items, total, constraints) };
}

function constraintsOf(brief: Brief, options: PlanOptions): Constraints {
  return {
    max_cost_usd: options.max_cost_usd ?? brief.budgetUsd ?? 0,
    max_time_minutes: options.max_time_minutes ?? 30,
    quality_priority: options.quality_priority ?? "medium",
  };
}

const secondsOf = (shot: Shot, fps: number): number => shot.len / fps;

interface Order {
  readonly target: string;
  readonly need: Need;
  /** What the tool must be good at. */
  readonly wish: string;
  readonly length: number;
  /** Part of the film, and so of the budget. */
  readonly share: number;
  readonly constraints: Constraints;
  readonly available: ReadonlySet<string>;
}

function itemOf(order: Order): Item {
  const ranked = TOOL_STACK.filter((tool) => tool.makes === order.need)
    .map((tool) => ({ tool, choice: judge(tool, order) }))
    .toSorted((a, b) => b.choice.score - a.choice.score);
  const usable = ranked.filter(({ tool }) => isAvailable(tool, order) && isAffordable(tool, order));
  const best = usable[0] ?? ranked.find(({ tool }) => tool.local) ?? ranked[0];
  if (!best) throw new TypeError(`The tool stack has nothing that makes ${order.need}.`);
  const others = ranked.filter((one) => one !== best).map(({ choice }) => choice);
  return {
    target: order.target,
    need: order.need,
    chosen: best.choice,
    workflow: [...best.tool.workflow],
    alternatives: others,
  };
}

const WEIGHTS: Readonly<
  Record<
    Constraints["quality_priority"],
    { quality: number; cost: number; time: number; fit: number }
  >
> = {
  low: { quality: 0.15, cost: 0.3, time: 0.3, fit: 0.25 },
  medium: { quality: 0.3, cost: 0.2, time: 0.2, fit: 0.3 },
  high: { quality: 0.5, cost: 0.1, time: 0.1, fit: 0.3 },
};

/** Quality, cost, time and fit, each 0 to 1, weighed by what matters to the author. */
function judge(tool: Tool, order: Order): Choice {
  const costUsd = round(tool.costPerSecond * order.length, 4);
  const seconds = round(tool.setupSeconds + tool.workPerSecond * order.length, 1);
  const weights = WEIGHTS[order.constraints.quality_priority];
  const budget = order.constraints.max_cost_usd * order.share;
  const parts = {
    quality: tool.quality,
    cost: costUsd === 0 ? 1 : Math.max(0, 1 - costUsd / Math.max(budget, 0.0001)),
    time: 1 / (1 + seconds / Math.max(order.length, 1)),
    fit: tool.fits.includes(order.wish) ? 1 : 0.2,
  };
  const score =
    parts.quality * weights.quality +
    parts.cost * weights.cost +
    parts.time * weights.time +
    parts.fit * weights.fit;
  return {
    tool: tool.name,
    score: round(score, 3),
    reason: reasonOf(tool, order),
    costUsd,
    seconds,
  };
}

function isAvailable(tool: Tool, order: Order): boolean {
  return tool.local || order.available.has(tool.name);
}

function isAffordable(tool: Tool, order: Order): boolean {
  return tool.costPerSecond * order.length <= order.constraints.max_cost_usd * order.share;
}

function reasonOf(tool: Tool, order: Order): string {
  if (!isAvailable(tool, order)) return `Unavailable: ${tool.key ?? "its key"} is not set.`;
  if (!isAffordable(tool, order)) return "Over this part's share of the budget.";
  const fit = tool.fits.includes(order.wish)
    ? `suits ${order.wish}`
    : `can stand in for ${order.wish}`;
  return tool.local
    ? `Runs here at no cost and ${fit}.`
    : `Its quality (${tool.quality}) is worth its price, and it ${fit}.`;
}

function warningsOf(
  items: readonly Item[],
  total: { costUsd: number; seconds: number },
  constraints: Constraints,
): string[] {
  const voice = items.find((item) => item.need === "voice")?.chosen.tool;
  return [
    ...(total.seconds > constraints.max_time_minutes * 60
      ? [
          `The work takes about ${Math.ceil(total.seconds / 60)} min, more than the ${constraints.max_time_minutes} min allowed.`,
        ]
      : []),
    ...(total.costUsd > constraints.max_cost_usd
      ? [`The cost of $${total.costUsd.toFixed(2)} is over the budget.`]
      : []),
    ...(voice === "flite" || voice === "espeak-ng" || voice === "open_jtalk"
      ? [`The voice is a small offline one (${voice}); a neural voice needs a key.`]
      : []),
  ];
}

function sum(items: readonly Item[], field: "costUsd" | "seconds"): number {
  return round(
    items.reduce((total, item) => total + item.chosen[field], 0),
    4,
  );
}

function round(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}
