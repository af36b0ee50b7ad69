import type { Part } from "../script/script.ts";
import type { TemplateName } from "../scene-graph/content.ts";
import type { Shot } from "./shot-plan.ts";

type Transition = Shot["transition"];

/** One side of a cut. */
export interface Side {
  readonly part: Part;
  readonly template: TemplateName;
  readonly frames: number;
}

/**
 * How a shot enters: a fade goes on with a thought, a cut breaks with it, slide and wipe carry a sequence forward,
 * rise lifts towards the end. Never the same twice running, never longer than a third of the shorter shot.
 */
export function transitionInto(
  before: Side | null,
  shot: Side,
  last: Transition["type"] | null,
): Transition {
  if (!before) return { type: "cut", frames: 0, reason: "The film begins on its first frame." };
  const [first, second] = candidates(before, shot);
  const chosen = first && first.type !== last ? first : (second ?? first);
  if (!chosen) return { type: "cut", frames: 0, reason: "A plain cut keeps the pace." };
  const longest = Math.floor(Math.min(before.frames, shot.frames) / 3);
  const frames = Math.min(LENGTHS[chosen.type], longest);
  if (frames < 4)
    return { type: "cut", frames: 0, reason: "The shots are too short for more than a cut." };
  return { ...chosen, frames };
}

const LENGTHS: Readonly<Record<Transition["type"], number>> = {
  cut: 0,
  fade: 14,
  slide: 15,
  wipe: 15,
  rise: 16,
};

type Candidate = Omit<Transition, "frames">;

function candidates(before: Side, shot: Side): [Candidate, Candidate] {
  if (shot.template === "closing") {
    return [
      { type: "rise", reason: "The film lifts to its end card." },
      { type: "fade", reason: "The last thought settles into the end card." },
    ];
  }
  if (shot.template === "section") {
    return [
      { type: "wipe", reason: "A new chapter wipes the last one away." },
      { type: "slide", reason: "A new chapter moves in." },
    ];
  }
  if (shot.part !== before.part && (shot.part === "turn" || shot.part === "problem")) {
    return [
      { type: "wipe", reason: `The story changes: ${shot.part} begins.` },
      { type: "rise", reason: `The story changes: ${shot.part} begins.` },
    ];
  }
  if (isEvidence(shot.template) && isEvidence(before.template)) {
    return [
      { type: "slide", reason: "One piece of evidence follows the other." },
      { type: "fade", reason: "The evidence goes on." },
    ];
  }
  if (isEvidence(shot.template)) {
    return [
      { type: "rise", reason: "The evidence comes up from below what it supports." },
      { type: "slide", reason: "The evidence moves in beside what it supports." },
    ];
  }
  return shot.part === before.part
    ? [
        { type: "fade", reason: "The same thought goes on." },
        { type: "slide", reason: "The same thought moves on." },
      ]
    : [
        { type: "slide", reason: `The story moves on to its ${shot.part}.` },
        { type: "fade", reason: `The ${before.part} hands over to the ${shot.part}.` },
      ];
}

function isEvidence(template: TemplateName): boolean {
  return (
    template === "figure" ||
    template === "chart" ||
    template === "table" ||
    template === "code" ||
    template === "terminal" ||
    template === "browser" ||
    template === "image" ||
    template === "imageGrid" ||
    template === "quote"
  );
}
