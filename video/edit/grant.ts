import type { Tongue } from "../../kernel/tongue.ts";
import { z } from "zod";
import { names } from "../pictograms/choose.ts";
import { patchGraph, type GraphPatch, type PatchOperation } from "../scene-graph/patch.ts";
import { pointerTo, scenePlaces, scenesOf, soundPlaces } from "../scene-graph/layers.ts";
import type { SceneGraph, SceneLayer } from "../scene-graph/scene-graph.ts";
import { guarded, moveBoundary, roomAt } from "./boundary.ts";
import { refusals, told, type Refusal } from "./grant-words.ts";
import type { Change } from "./revision.ts";
import { ASKED_FOR, type ChangeRequest, type Wish } from "./wish.ts";

/** What became of a person's wishes: the changed graph, and a sentence for each wish. */
export interface Granted {
  readonly graph: SceneGraph;
  readonly patches: readonly GraphPatch[];
  readonly changes: readonly Change[];
  readonly said: readonly { readonly isGranted: boolean; readonly sentence: string }[];
}

/** Turns each wish into a patch of the graph; one that can't be granted changes nothing and is told why. */
export function grantWishes(start: SceneGraph, request: ChangeRequest, tongue: Tongue): Granted {
  let graph = start;
  const patches: GraphPatch[] = [];
  const changes: Change[] = [];
  const said: { isGranted: boolean; sentence: string }[] = [];
  for (const wished of request.wishes) {
    const wish = countedFromFirst(wished, scenesOf(graph).length);
    const planned = operationsFor(wish, graph);
    const reason = `${request.by}: ${request.text}`;
    const result = Array.isArray(planned)
      ? patchGraph(graph, { author: "person", reason, operations: planned })
      : { kind: "refused" as const, reason: refusals(planned, wish, tongue) };
    const isGranted = result.kind === "patched";
    if (isGranted) {
      graph = result.graph;
      patches.push(result.patch);
    }
    const why = isGranted ? null : result.reason;
    changes.push(changeOf(wish, request, Array.isArray(planned) ? planned : null, why));
    said.push({ isGranted, sentence: why ?? told(wish, graph, tongue) });
  }
  return { graph, patches, changes, said };
}

function countedFromFirst(wish: Wish, shots: number): Wish {
  if (!("shot" in wish) || wish.shot === null || wish.shot > 0) return wish;
  return { ...wish, shot: shots + 1 + wish.shot };
}

function changeOf(
  wish: Wish,
  { by, text }: ChangeRequest,
  patch: Change["finding"]["patch"],
  reason: string | null,
): Change {
  const message = `${by}: ${text}`;
  const at = "shot" in wish && wish.shot !== null ? `/shots/${wish.shot}` : null;
  return {
    finding: { check: ASKED_FOR, severity: "info", message, at: null, pointer: at, patch },
    outcome: reason === null ? "applied" : "refused",
    reason,
  };
}

function operationsFor(wish: Wish, graph: SceneGraph): PatchOperation[] | Refusal {
  if (wish.kind === "sound") return soundOperations(wish, graph);
  if (wish.kind === "captions") {
    if (graph.captions.burnIn === wish.shown) return { kind: "same" };
    return guarded("/captions/burnIn", graph.captions.burnIn, wish.shown);
  }
  if (wish.kind === "texture") return textureOperations(wish, graph);
  if (wish.kind === "text") return textOperations(wish, graph);
  const scenes = scenesOf(graph);
  const scene = scenes[wish.shot - 1];
  if (!scene) return { kind: "no-shot", shots: scenes.length };
  const path = pointerTo(graph, scene);
  if (wish.kind === "length") return lengthOperations(wish, graph, scene);
  if (wish.kind === "transition") return transitionOperations(wish.to, scene, wish.shot, path);
  if (scene[wish.kind] === wish.to) return { kind: "same" };
  return guarded(`${path}/${wish.kind}`, scene[wish.kind], wish.to);
}

const SOUND_STEP_DB = 4;
const MUTED_DB = -96;

function soundOperations(
  { role, change }: Extract<Wish, { kind: "sound" }>,
  graph: SceneGraph,
): PatchOperation[] | Refusal {
  const sounds = soundPlaces(graph).filter(({ layer }) => layer.role === role);
  if (sounds.length === 0) return { kind: "none" };
  if (change === "off") {
    if (role === "voice") return { kind: "needed" };
    // From the last one on, so that the places of the others hold.
    return sounds.toReversed().map(({ pointer }) => ({ op: "remove", path: pointer }));
  }
  const step = change === "louder" ? SOUND_STEP_DB : -SOUND_STEP_DB;
  return sounds.flatMap(({ layer, pointer }) => {
    const gain = Math.min(12, Math.max(MUTED_DB, layer.gainDb + step));
    return guarded(`${pointer}/gainDb`, layer.gainDb, Math.round(gain * 10) / 10);
  });
}

const TEXTURE_STEP = 0.15;

function textureOperations(
  { type, change }: Extract<Wish, { kind: "texture" }>,
  graph: SceneGraph,
): PatchOperation[] | Refusal {
  const index = graph.effects.findIndex((effect) => effect.type === type);
  const effect = graph.effects[index];
  if (!effect) {
    if (change !== "more") return { kind: "none" };
    return [{ op: "add", path: "/effects/-", value: { type, amount: 2 * TEXTURE_STEP } }];
  }
  if (change === "off") return [{ op: "remove", path: `/effects/${index}` }];
  const moved = effect.amount + (change === "more" ? TEXTURE_STEP : -TEXTURE_STEP);
  const amount = Math.round(Math.min(1, Math.max(0, moved)) * 100) / 100;
  return amount === effect.amount
    ? { kind: "same" }
    : guarded(`/effects/${index}/amount`, effect.amount, amount);
}

/** What the picture says; what the voice says stays as it was spoken. */
function textOperations(
  { shot, from, to }: Extract<Wish, { kind: "text" }>,
  graph: SceneGraph,
): PatchOperation[] | Refusal {
  const scenes = scenePlaces(graph);
  if (shot !== null && !scenes[shot - 1]) return { kind: "no-shot", shots: scenes.length };
  const operations = scenes.flatMap(({ layer: scene, pointer }, index) => {
    if (shot !== null && index !== shot - 1) return [];
    const content = inStrings(scene.content, (text) => text.replaceAll(from, () => to));
    const path = `${pointer}/content`;
    if (JSON.stringify(content) === JSON.stringify(scene.content)) return [];
    const changed = guarded(path, z.json().parse(scene.content), z.json().parse(content));
    // A picture of what is no longer said goes with the words.
    const isOrphaned = scene.pictograms?.some(
      (each) => names(scene.content, graph.language, each) && !names(content, graph.language, each),
    );
    const undraw: PatchOperation = { op: "remove", path: `${pointer}/pictograms` };
    return isOrphaned ? [...changed, undraw] : changed;
  });
  return operations.length === 0 ? { kind: "no-text", text: from } : operations;
}

/** Every text of a scene, except the names that say how it is drawn. */
function inStrings<Value>(value: Value, change: (text: string) => string, key = ""): Value {
  if (typeof value === "string") {
    return (key === "template" || key === "kind" ? value : change(value)) as Value;
  }
  if (Array.isArray(value)) return value.map((each) => inStrings(each, change)) as Value;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, each]) => [
    name,
    inStrings(each, change, name),
  ]);
  return Object.fromEntries(entries) as Value;
}

/** A transition begins where its scene does, so that nothing else has to move. */
function transitionOperations(
  to: SceneLayer["transition"]["type"],
  scene: SceneLayer,
  shot: number,
  path: string,
): PatchOperation[] | Refusal {
  if (shot === 1) return { kind: "first-shot" };
  if (scene.transition.type === to) return { kind: "same" };
  return guarded(`${path}/transition/type`, scene.transition.type, to);
}

/** Shorter or longer by nobody says how much. */
const SOMEWHAT = 0.25;

function lengthOperations(
  { shot, change, seconds }: Extract<Wish, { kind: "length" }>,
  graph: SceneGraph,
  scene: SceneLayer,
): PatchOperation[] | Refusal {
  const scenes = scenesOf(graph);
  const end = scenes[shot]?.start ?? graph.duration;
  const length = end - scene.start;
  const wanted = Math.round(wantedFrames(change, seconds, length, graph.fps));
  const by = wanted - length;
  if (by === 0) return { kind: "same" };
  const own = roomAt(graph, shot - 1);
  const before = roomAt(graph, shot - 2);
  const atEnd = by < 0 ? Math.min(-by, own.earlier) : Math.min(by, own.later);
  const left = Math.abs(by) - atEnd;
  const atStart = Math.min(left, by < 0 ? before.later : before.earlier);
  if (atEnd + atStart < graph.fps / 10) return { kind: "no-room", seconds: length / graph.fps };
  const sign = Math.sign(by);
  const first = moveBoundary(graph, shot - 1, sign * atEnd);
  if (atStart === 0) return first;
  const moved = patchGraph(graph, { author: "person", reason: "", operations: first });
  if (moved.kind === "refused") return first;
  return [...first, ...moveBoundary(moved.graph, shot - 2, -sign * atStart)];
}

/** "Shorter" and "longer" go from the length that the shot has; what is left of it is as much as its speech needs. */
function wantedFrames(
  change: "shorter" | "longer" | "exact",
  seconds: number | null,
  length: number,
  fps: number,
): number {
  if (change === "exact") return seconds === null ? length : seconds * fps;
  const by = seconds === null ? length * SOMEWHAT : seconds * fps;
  return change === "longer" ? length + by : Math.max(0, length - by);
}
