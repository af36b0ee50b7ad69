import { join } from "node:path";
import type { Asset } from "../../video/assets/manifest.ts";
import { Brief } from "../../video/brief/brief.ts";
import { Script } from "../../video/script/script.ts";
import type { Narration, SpokenLine } from "../../video/sound/narration.ts";
import { narrate } from "../../video/sound/voice.ts";
import type { Outcome, Task } from "../agent.ts";
import { readInput } from "./inputs.ts";

/** Speaks the script, sentence by sentence; the measured lengths drive the film. */
export async function perform(task: Task): Promise<Outcome> {
  const script = readInput(task, "script", Script);
  const { durationSeconds } = readInput(task, "brief", Brief);
  task.report("Looking for a voice", 0);
  const narration = await narrate({
    script,
    durationSeconds,
    folder: task.folder,
    signal: task.signal,
    onProgress: (done, total) => task.report(`Speaking sentence ${done} of ${total}`, done / total),
  });
  const assets = await Promise.all(narration.lines.map((line) => assetOf(task, narration, line)));
  const spoken = narration.lines.reduce((seconds, line) => seconds + line.seconds, 0);
  return {
    kind: "done",
    outputs: { narration: task.blobs.putJson(narration), assets: task.blobs.putJson(assets) },
    summary: `${narration.lines.length} sentences, ${spoken.toFixed(1)} s, by ${narration.engine} (${narration.voice})`,
    notes: narration.notes,
  };
}

async function assetOf(task: Task, narration: Narration, line: SpokenLine): Promise<Asset> {
  const blob = await task.blobs.putFile(join(task.folder, line.file));
  return {
    id: `voice-${line.beat}-${line.index}`,
    type: "audio",
    uri: `blob:${blob.sha256}`,
    generator: `${narration.engine}:${narration.voice}`,
    blob,
    shot: null,
    seconds: line.seconds,
    licence: "The voice's own licence; made for this film.",
    provenance: `Spoken by ${narration.engine}: "${line.text}"`,
    fallback: narration.notes[0] ?? null,
  };
}
