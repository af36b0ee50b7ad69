import { join } from "node:path";
import type { Asset } from "../../video/assets/manifest.ts";
import { Brief } from "../../video/brief/brief.ts";
import { Concept } from "../../video/concept/concept.ts";
import { shotTimes } from "../../video/direct/direct.ts";
import { FPS } from "../../video/look/names.ts";
import { type Part, Script } from "../../video/script/script.ts";
import { ShotPlan } from "../../video/shots/shot-plan.ts";
import { composeMusic } from "../../video/sound/music.ts";
import { EFFECT_NAMES } from "../../video/sound/effect-names.ts";
import { makeEffect } from "../../video/sound/effects.ts";
import { Narration } from "../../video/sound/narration.ts";
import type { Section } from "../../video/sound/score/score.ts";
import type { Outcome, Task } from "../agent.ts";
import { readInput } from "./inputs.ts";
import { readOwn } from "./own-files.ts";

/** Composes the film's music, as long as the film and in sections after its beats, and its effects. */
export async function perform(task: Task): Promise<Outcome> {
  const concept = readInput(task, "concept", Concept);
  const brief = readInput(task, "brief", Brief);
  const shotPlan = readInput(task, "shot-plan", ShotPlan);
  const narration = readInput(task, "narration", Narration);
  const script = readInput(task, "script", Script);
  task.report(`Composing ${brief.durationSeconds} s, ${concept.mood}, ${concept.bpm} bpm`, 0);
  const music = await composeMusic({
    mood: concept.mood,
    bpm: concept.bpm,
    seconds: brief.durationSeconds,
    seed: concept.seed,
    sections: sectionsOf(shotTimes({ brief, shotPlan, narration }), script),
    output: join(task.folder, "music.wav"),
    signal: task.signal,
  });
  // What the author brought is played instead; the effects are tuned to ours all the same.
  const hasOwn = readOwn(task).assets.some(({ file }) => file.use === "music");
  const provenance = `Composed in ${music.key} from the concept's seed.`;
  const assets = hasOwn ? [] : [await assetOf(task, "music", music, provenance)];
  for (const [index, name] of EFFECT_NAMES.entries()) {
    task.report(`Making effects: ${name}`, 0.8 + (0.2 * index) / EFFECT_NAMES.length);
    const effect = await makeEffect(name, {
      seed: concept.seed,
      tonicHz: music.tonicHz,
      output: join(task.folder, `${name}.wav`),
      signal: task.signal,
    });
    assets.push(await assetOf(task, `effect-${name}`, effect, "Synthesized from sines and noise."));
  }
  return {
    kind: "done",
    outputs: { assets: task.blobs.putJson(assets) },
    summary: hasOwn
      ? "The author's own music"
      : `Music in ${music.key}, ${concept.mood}, ${concept.bpm} bpm`,
    notes: [hasOwn ? "Music: the author's own." : "Music: synthesized on this machine."],
  };
}

/** As the script's own words about the music have it: held back, lifted, at its fullest. */
const ENERGIES: Readonly<Record<Part, number>> = {
  hook: 0.48,
  context: 0.5,
  problem: 0.3,
  stakes: 0.36,
  turn: 0.66,
  proof: 0.6,
  payoff: 0.85,
  "call-to-action": 0.7,
};

/** A section for each shot, where the film will really cut; shots of one part grow a little. */
function sectionsOf(times: ReturnType<typeof shotTimes>, script: Script): Section[] {
  const parts = new Map(script.beats.map((beat) => [beat.id, beat.part]));
  let before: { part: Part | undefined; energy: number } = { part: undefined, energy: 0 };
  return times.map(({ shot, start }) => {
    const part = parts.get(shot.beat) ?? "context";
    const energy = part === before.part ? Math.min(0.95, before.energy + 0.05) : ENERGIES[part];
    before = { part, energy };
    return { atSeconds: start / FPS, energy };
  });
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
