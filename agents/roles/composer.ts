import { join } from "node:path";
import type { Asset } from "../../video/assets/manifest.ts";
import { Brief } from "../../video/brief/brief.ts";
import { Concept } from "../../video/concept/concept.ts";
import { ShotPlan } from "../../video/shots/shot-plan.ts";
import { composeMusic } from "../../video/sound/music.ts";
import { makeWhoosh } from "../../video/sound/effects.ts";
import type { Outcome, Task } from "../agent.ts";
import { readInput } from "./inputs.ts";

/** Composes the film's music, as long as the film, and its transition sound. */
export async function perform(task: Task): Promise<Outcome> {
  const concept = readInput(task, "concept", Concept);
  const brief = readInput(task, "brief", Brief);
  const plan = readInput(task, "shot-plan", ShotPlan);
  task.report(`Composing ${brief.durationSeconds} s, ${concept.mood}, ${concept.bpm} bpm`, 0);
  const music = await composeMusic({
    mood: concept.mood,
    bpm: concept.bpm,
    seconds: brief.durationSeconds,
    seed: concept.seed,
    sections: sectionsOf(plan),
    output: join(task.folder, "music.wav"),
    signal: task.signal,
  });
  task.report("Making the transition sound", 0.8);
  const whoosh = await makeWhoosh({
    seed: concept.seed,
    output: join(task.folder, "whoosh.wav"),
    signal: task.signal,
  });
  const assets = [
    await assetOf(task, "music", music, `Composed in ${music.key} from the concept's seed.`),
    await assetOf(task, "effect-whoosh", whoosh, "Synthesized from filtered noise."),
  ];
  return {
    kind: "done",
    outputs: { assets: task.blobs.putJson(assets) },
    summary: `Music in ${music.key}, ${concept.mood}, ${concept.bpm} bpm`,
    notes: ["Music: synthesized on this machine."],
  };
}

/** The music swells towards the turn and the payoff, and thins out where figures are told. */
function sectionsOf(plan: ShotPlan): { atSeconds: number; energy: number }[] {
  const last = plan.shots.length - 1;
  return plan.shots.map((shot, i) => ({
    atSeconds: shot.start / plan.fps,
    energy: i === 0 ? 0.35 : i === last ? 0.6 : 0.45 + 0.4 * Math.sin((Math.PI * i) / last),
  }));
}

async function assetOf(
  task: Task,
  id: string,
  sound: { readonly file: string; readonly seconds: number },
  provenance: string,
): Promise<Asset> {
  const blob = await task.blobs.putFile(sound.file);
  return {
    id,
    type: "audio",
    uri: `blob:${blob.sha256}`,
    generator: "kantoku-synth",
    blob,
    shot: null,
    seconds: sound.seconds,
    licence: "MIT",
    provenance,
    fallback: null,
  };
}
