import { pointerTo, scenesOf, soundsOf } from "../scene-graph/layers.ts";
import type { AudioLayer, SceneGraph } from "../scene-graph/scene-graph.ts";
import { finding, inSeconds, type Verdict } from "./verdict.ts";

/** A sentence may begin or end this far outside of its scene. */
const TOLERANCE_SECONDS = 0.5;

/** Sentences belong to one scene each; those that run far into another no longer match the picture. */
export function checkAlignment(graph: SceneGraph): Verdict {
  const voices = soundsOf(graph).filter((layer) => layer.role === "voice");
  if (voices.length === 0) return { measurements: [], findings: [] };
  const worst = voices.map((voice) => ({ voice, seconds: overrunOf(voice, graph) }));
  const astray = worst.filter(({ seconds }) => seconds > TOLERANCE_SECONDS);
  const check = "Voice with the picture";
  const findings = astray.map(({ voice, seconds }) =>
    finding({
      check,
      severity: "warning",
      message: `A sentence runs ${inSeconds(seconds)} beyond its scene.`,
      at: voice.start / graph.fps,
      pointer: pointerTo(graph, voice),
    }),
  );
  const measured = `up to ${inSeconds(Math.max(...worst.map(({ seconds }) => seconds)))} outside`;
  const limit = `≤ ${TOLERANCE_SECONDS} s`;
  return { measurements: [{ check, measured, limit, passed: findings.length === 0 }], findings };
}

/** Seconds of a sentence outside of the scene that holds the most of it. */
function overrunOf(voice: AudioLayer, graph: SceneGraph): number {
  const end = voice.start + voice.duration;
  const inside = scenesOf(graph).map(
    (scene) => Math.min(end, scene.start + scene.duration) - Math.max(voice.start, scene.start),
  );
  return (voice.duration - Math.max(0, ...inside)) / graph.fps;
}
