import type { Brief } from "../brief/brief.ts";
import { BY_RULES, type Concept } from "../concept/concept.ts";
import { emblemSide, hasRoomForEmblem } from "../look/emblem.ts";
import { FPS, SIZES, type CameraMove, type Framing } from "../look/names.ts";
import { choosePictograms, type Pictograms } from "../pictograms/choose.ts";
import type { Beat, Script } from "../script/script.ts";
import { visibleText } from "../script/visible-text.ts";
import { COMPOSITIONS, LIGHTING, STANDARD_SHOTS } from "./library.ts";
import type { Shot, ShotPlan } from "./shot-plan.ts";
import { transitionInto, type Side } from "./transitions.ts";

/**
 * Turns beats into shots by the rules of the shot library: one shot a beat, whole frames that add up to the film,
 * no framing twice running, at least three framings where there are three shots.
 */
export function chooseShots(brief: Brief, concept: Concept, script: Script): ShotPlan {
  const duration = Math.round(brief.durationSeconds * FPS);
  const bounds = boundsOf(script.beats, duration);
  const wished = wishedPictograms(script, brief.aspect);
  const framings = framingsOf(script.beats, brief.aspect, wished);
  const shots: Shot[] = [];
  for (const [index, beat] of script.beats.entries()) {
    const bound = bounds[index] ?? { start: 0, len: 1 };
    shots.push(
      shotOf({
        brief,
        concept,
        beat,
        bound,
        framing: framings[index] ?? "center",
        pictograms: wished[index] ?? null,
        before: shots.at(-1) ?? null,
        parts: script.beats,
      }),
    );
  }
  return {
    sceneId: slugOf(script.title, brief.sha256),
    duration,
    fps: FPS,
    theme: concept.theme,
    shots,
    bgm: { style: concept.mood, bpm: concept.bpm },
    madeBy: BY_RULES,
  };
}

interface Bound {
  readonly start: number;
  readonly len: number;
}

/** Running totals are rounded, not lengths, so that the last frame is the film's last frame. */
function boundsOf(beats: readonly Beat[], duration: number): Bound[] {
  const total = beats.reduce((sum, beat) => sum + beat.seconds, 0);
  let seconds = 0;
  let start = 0;
  return beats.map((beat, index) => {
    seconds += beat.seconds;
    const left = beats.length - 1 - index;
    const exact = left === 0 ? duration : Math.round((seconds / total) * duration);
    const end = Math.min(Math.max(exact, start + 1), duration - left);
    const bound = { start, len: end - start };
    start = end;
    return bound;
  });
}

function wishedPictograms({ beats, language }: Script, aspect: Brief["aspect"]) {
  const contents = beats.map(({ text }) => text);
  const hasRoom = (index: number): boolean => {
    const content = contents[index];
    return (
      content !== undefined &&
      STANDARD_SHOTS[content.template].framings.some((one) =>
        hasRoomForEmblem(content, one, aspect),
      )
    );
  };
  const said = (index: number): readonly string[] => {
    const { narration, captions = narration } = beats[index]!.audio;
    return captions;
  };
  return choosePictograms(contents, language, hasRoom, said);
}

/**
 * Each scene's best framing that differs from the one before, preferring what was seen least, and what
 * leaves a scene's pictogram a large place to what does not.
 */
function framingsOf(
  beats: readonly Beat[],
  aspect: Brief["aspect"],
  wished: readonly (Pictograms | null)[],
): Framing[] {
  const seen = new Map<Framing, number>();
  const framings: Framing[] = [];
  for (const [index, beat] of beats.entries()) {
    const possible = STANDARD_SHOTS[beat.text.template].framings.filter(
      (one) => one !== framings.at(-1) && (one !== "lower" || hasRoomBelow(beat, aspect)),
    );
    const roomy = wished[index] ? roomiest(possible, beat, aspect) : [];
    const choices = roomy.length > 0 ? roomy : possible;
    const fewest = Math.min(...choices.map((one) => seen.get(one) ?? 0));
    const chosen =
      choices.find(
        (one) => (seen.get(one) ?? 0) <= fewest + (beat.text.template === "title" ? 9 : 0),
      ) ?? "center";
    seen.set(chosen, (seen.get(chosen) ?? 0) + 1);
    framings.push(chosen);
  }
  return framings;
}

/** Framings in which a pictogram is about as large as it can be. */
function roomiest(
  possible: readonly Framing[],
  { text }: Beat,
  aspect: Brief["aspect"],
): readonly Framing[] {
  const sides = possible.map((one) => emblemSide(text, one, aspect));
  const least = Math.max(1, Math.max(...sides) * LARGE);
  return possible.filter((_, at) => (sides[at] ?? 0) >= least);
}

/** Of the largest side. */
const LARGE = 0.7;

/** Below a drawing a square picture has no room for a name, an invitation and an address. */
function hasRoomBelow({ text }: Beat, aspect: Brief["aspect"]): boolean {
  const isFull =
    text.template === "closing" && text.action !== undefined && text.link !== undefined;
  return !isFull || aspect !== "1:1";
}

interface ShotParts {
  readonly brief: Brief;
  readonly concept: Concept;
  readonly beat: Beat;
  readonly bound: Bound;
  readonly framing: Framing;
  readonly pictograms: Pictograms | null;
  readonly before: Shot | null;
  readonly parts: readonly Beat[];
}

function shotOf(shot: ShotParts): Shot {
  const { brief, concept, beat, bound, framing, before, parts } = shot;
  const pictograms = shownPictograms(shot);
  const standard = STANDARD_SHOTS[beat.text.template];
  const camera = cameraOf(standard.cameras, before?.camera ?? null);
  const beforeBeat = parts.find((one) => one.id === before?.beat);
  const sideBefore: Side | null =
    before && beforeBeat
      ? { part: beforeBeat.part, template: before.content.template, frames: before.len }
      : null;
  const side: Side = { part: beat.part, template: beat.text.template, frames: bound.len };
  const [firstLine = ""] = visibleText(beat.text);
  return {
    id: beat.id.replace(/^b/, "s"),
    ...bound,
    desc: firstLine,
    beat: beat.id,
    type: standard.type,
    composition: COMPOSITIONS[framing],
    framing,
    camera,
    lighting: LIGHTING[concept.theme],
    transition: transitionInto(sideBefore, side, before?.transition.type ?? null),
    complexity: standard.complexity,
    continuity: continuityOf(beat, before, concept),
    storyboard: {
      description: `${beat.look} ${COMPOSITIONS[framing]} Camera: ${camera}.${drawnIn(pictograms)}`,
      imagePrompt: imagePrompt(brief, concept, standard.picture, framing, firstLine),
    },
    content: beat.text,
    ...(pictograms ? { pictograms: [...pictograms] } : {}),
    sources: beat.sources,
  };
}

/** A list's stand in its rows; others only where the framing leaves room for one. */
function shownPictograms({ beat, brief, framing, pictograms }: ShotParts): Pictograms | null {
  const { text } = beat;
  const hasRoom = text.template === "list" || hasRoomForEmblem(text, framing, brief.aspect);
  return hasRoom ? pictograms : null;
}

function drawnIn(pictograms: Pictograms | null): string {
  return pictograms ? ` Drawn stroke by stroke: ${pictograms.join(", ")}.` : "";
}

function cameraOf(
  cameras: readonly [CameraMove, ...CameraMove[]],
  before: CameraMove | null,
): CameraMove {
  return cameras.find((one) => one !== before) ?? cameras[0];
}

function continuityOf(beat: Beat, before: Shot | null, concept: Concept): string {
  if (!before) return `Opens the ${concept.theme} look that every shot keeps.`;
  const repeats = before.content.template === beat.text.template;
  return repeats
    ? `Same kind of scene as ${before.id}: other framing, same type sizes.`
    : `Same type, colours and light as ${before.id}; the weight moves away from ${before.framing}.`;
}

/** For an image model, should one paint the backdrop: never any lettering, which the composition sets itself. */
function imagePrompt(
  brief: Brief,
  concept: Concept,
  picture: string,
  framing: Framing,
  line: string,
): string {
  const { w, h } = SIZES[brief.aspect];
  const style = [brief.style, brief.tone].filter(Boolean).join(", ");
  return [
    `Backdrop for ${picture}`,
    `about "${line}"`,
    style,
    `${concept.mood} mood`,
    LIGHTING[concept.theme].replace(/\.$/, ""),
    `quiet area ${framing === "full" ? "across the frame" : `for type: ${framing}`}`,
    `${w}x${h}`,
    "abstract, no text, no letters, no logos, no people",
  ]
    .filter(Boolean)
    .join("; ");
}

function slugOf(title: string, sha256: string): string {
  const slug = title
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 40);
  return slug || `film-${sha256.slice(0, 8)}`;
}
