import { join } from "node:path";
import type { Asset } from "../../video/assets/manifest.ts";
import { Brief } from "../../video/brief/brief.ts";
import { ProductionPlan } from "../../video/plan/production-plan.ts";
import { Script } from "../../video/script/script.ts";
import type { Narration, SpokenLine } from "../../video/sound/narration.ts";
import { narrate } from "../../video/sound/voice.ts";
import type { VoiceEngine } from "../../video/sound/voice-engine.ts";
import type { Outcome, Task } from "../agent.ts";
import type { RoleContext } from "./context.ts";
import { inputs, readInput } from "./inputs.ts";

/** As the tool stack calls it. */
const PAID_VOICE = "openai-tts";

/** Speaks the script, sentence by sentence; the measured lengths drive the film. */
export async function perform(task: Task, context: RoleContext): Promise<Outcome> {
  const script = readInput(task, "script", Script);
  const brief = readInput(task, "brief", Brief);
  const { durationSeconds } = brief;
  const service = serviceFor(task, brief, context);
  task.report("Looking for a voice", 0);
  const narration = await narrate({
    script,
    durationSeconds,
    folder: task.folder,
    voices: {
      preferred: context.voice?.engine === "auto" ? undefined : context.voice?.engine,
      services: service === null ? [] : [service],
      ...(context.voice === undefined ? {} : { piperFolders: context.voice.piperVoices }),
    },
    pronunciations: { ...context.voice?.pronunciations, ...brief.pronunciations },
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
    ...(service?.costUsd === undefined ? {} : { costUsd: service.costUsd() }),
  };
}

/** The paid voice where the plan has chosen it, or the operator has and the brief does not forbid it. */
function serviceFor(task: Task, brief: Brief, context: RoleContext): VoiceEngine | null {
  const [plan] = inputs(task, "plan").map(({ blob }) =>
    ProductionPlan.parse(task.blobs.readJson(blob)),
  );
  const isPlanned = plan?.items.some(({ chosen }) => chosen.tool === PAID_VOICE) ?? false;
  const isWished = context.voice?.engine === "openai" && brief.budgetUsd !== 0;
  return (isPlanned || isWished) && context.openSpeech ? context.openSpeech() : null;
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
    licence: narration.licence ?? "The voice's own licence; made for this film.",
    provenance: `Spoken by ${narration.engine}: "${line.text}"`,
    fallback: narration.engine === "openai" ? null : (narration.notes[0] ?? null),
  };
}
