import { pointerTo, scenesOf } from "../scene-graph/layers.ts";
import type { SceneGraph, SceneLayer } from "../scene-graph/scene-graph.ts";
import type { Finding } from "./critic-report.ts";
import { type PictureFacts, THUMB, type TimeSpan } from "./decode.ts";
import { mostFlashes } from "./flashes.ts";
import { breakStillness, otherFraming } from "./remedies.ts";
import { ssim } from "./ssim.ts";
import { finding, inSeconds, joinVerdicts, sceneAt, type Verdict } from "./verdict.ts";

const MOST_STILL_SECONDS = 2;
const MOST_FLASHES = 3;
const TOO_SIMILAR = 0.9;
/** Difference of grey between a picture's tiles below which nothing is on it. */
const LEAST_CONTRAST = 6;

/** The frame that stands for a scene: late enough for its items to have come. */
export function midpointOf(scene: SceneLayer): number {
  return scene.start + Math.floor(scene.duration * 0.6);
}

/** Black, frozen, flashing, empty and repeating pictures. */
export function checkPicture(facts: PictureFacts, graph: SceneGraph): Verdict {
  return joinVerdicts([
    checkBlack(facts.black, graph),
    checkFrozen(facts.frozen, graph),
    checkFlashes(facts.tiles, graph),
    checkKeyMoments(facts.tiles, graph),
    checkRepetition(facts.thumbs, graph),
  ]);
}

function checkBlack(black: readonly TimeSpan[], graph: SceneGraph): Verdict {
  const findings = black.map((span) =>
    finding({
      check: "Black picture",
      severity: "error",
      message: `The picture is black from ${inSeconds(span.start)} to ${inSeconds(span.end)}.`,
      at: span.start,
      pointer: sceneAt(graph, span.start)?.pointer ?? null,
    }),
  );
  return rowWith("Black picture", countOf(black.length, "span"), "none over 0.1 s", findings);
}

function checkFrozen(frozen: readonly TimeSpan[], graph: SceneGraph): Verdict {
  const still = frozen.flatMap((span) => withoutHolds(span, graph));
  const tooLong = still.filter((span) => span.end - span.start > MOST_STILL_SECONDS);
  const findings = tooLong.map((span) => frozenFinding(span, graph));
  const longest = Math.max(0, ...still.map((span) => span.end - span.start));
  const measured = longest === 0 ? "none" : `longest ${inSeconds(longest)}`;
  return rowWith("Frozen picture", measured, `≤ ${MOST_STILL_SECONDS} s unless held`, findings);
}

function frozenFinding(span: TimeSpan, graph: SceneGraph): Finding {
  const scene = sceneAt(graph, (span.start + span.end) / 2);
  return finding({
    check: "Frozen picture",
    severity: "error",
    message: `Nothing moves for ${inSeconds(span.end - span.start)} from ${inSeconds(span.start)}: move the camera, reveal something later, or hold the scene on purpose.`,
    at: span.start,
    pointer: scene?.pointer ?? null,
    patch: scene && breakStillness(graph, scene),
  });
}

/** The parts of a span in which no scene is on hold. */
function withoutHolds(span: TimeSpan, graph: SceneGraph): TimeSpan[] {
  let parts: TimeSpan[] = [span];
  for (const scene of scenesOf(graph).filter((layer) => layer.hold)) {
    const start = scene.start / graph.fps;
    const end = (scene.start + scene.duration) / graph.fps;
    parts = parts.flatMap((part) => [
      { start: part.start, end: Math.min(part.end, start) },
      { start: Math.max(part.start, end), end: part.end },
    ]);
  }
  return parts.filter((part) => part.end > part.start);
}

function checkFlashes(tiles: PictureFacts["tiles"], graph: SceneGraph): Verdict {
  const { flashes, frame } = mostFlashes(tiles, graph.fps);
  const at = frame / graph.fps;
  const tooMany = finding({
    check: "Flashes",
    severity: "error",
    message: `The picture flashes ${flashes} times in the second from ${inSeconds(at)}, which can harm viewers.`,
    at,
    pointer: sceneAt(graph, at)?.pointer ?? null,
  });
  const findings = flashes > MOST_FLASHES ? [tooMany] : [];
  return rowWith("Flashes", `${flashes} a second`, `≤ ${MOST_FLASHES} a second`, findings);
}

/** Something is to be seen one second in, in the middle of every scene, and at the end. */
function checkKeyMoments(tiles: PictureFacts["tiles"], graph: SceneGraph): Verdict {
  const opening = { name: "one second in", frame: Math.min(graph.fps, graph.duration - 1) };
  const middles = scenesOf(graph).map((scene) => ({
    name: `in scene ${scene["@id"]}`,
    frame: midpointOf(scene),
  }));
  const closing = {
    name: "at the end",
    frame: Math.max(0, tiles.length - Math.ceil(graph.fps / 2)),
  };
  const moments = [opening, ...middles, closing].filter(({ frame }) => frame < tiles.length);
  const empty = moments.filter(({ frame }) => contrastOf(tiles[frame]) < LEAST_CONTRAST);
  const findings = empty.map(({ name, frame }) =>
    finding({
      check: "Key moments",
      severity: "error",
      message: `The picture is empty ${name} (${inSeconds(frame / graph.fps)}).`,
      at: frame / graph.fps,
      pointer: sceneAt(graph, frame / graph.fps)?.pointer ?? null,
    }),
  );
  const measured = `${moments.length - empty.length} of ${moments.length} show something`;
  return rowWith("Key moments", measured, "all", findings);
}

function contrastOf(tiles: Uint8Array | undefined): number {
  return tiles === undefined ? 0 : Math.max(...tiles) - Math.min(...tiles);
}

function checkRepetition(thumbs: readonly Uint8Array[], graph: SceneGraph): Verdict {
  const scenes = scenesOf(graph);
  const findings: Finding[] = [];
  let highest = 0;
  for (const [later, b] of thumbs.entries()) {
    for (const [earlier, a] of thumbs.slice(0, later).entries()) {
      const similarity = ssim(a, b, THUMB.w, THUMB.h);
      highest = Math.max(highest, similarity);
      const [one, other] = [scenes[earlier], scenes[later]];
      if (similarity > TOO_SIMILAR && one && other)
        findings.push(alike(one, other, similarity, graph));
    }
  }
  const measured = thumbs.length < 2 ? "one scene" : `SSIM up to ${highest.toFixed(2)}`;
  return rowWith("Repetition", measured, `SSIM of scenes ≤ ${TOO_SIMILAR}`, findings);
}

function alike(one: SceneLayer, other: SceneLayer, similarity: number, graph: SceneGraph): Finding {
  const names = `${one["@id"]} and ${other["@id"]}`;
  return finding({
    check: "Repetition",
    severity: "warning",
    message: `Scenes ${names} look nearly the same (SSIM ${similarity.toFixed(2)}): change the framing of one.`,
    at: midpointOf(other) / graph.fps,
    pointer: pointerTo(graph, other),
    patch: otherFraming(graph, other, one),
  });
}

function rowWith(check: string, measured: string, limit: string, findings: Finding[]): Verdict {
  return { measurements: [{ check, measured, limit, passed: findings.length === 0 }], findings };
}

function countOf(count: number, noun: string): string {
  return count === 0 ? "none" : `${count} ${noun}${count === 1 ? "" : "s"}`;
}
