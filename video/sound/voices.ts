import { OperationalError } from "../../kernel/errors.ts";
import { espeakIn } from "./espeak.ts";
import { flite } from "./flite.ts";
import { openJTalk } from "./open-jtalk.ts";
import type { VoiceEngine } from "./voice-engine.ts";

/** The best installed voice for a language (BCP 47), and those that would have been better. */
export async function findVoice(
  language: string,
  signal: AbortSignal,
): Promise<{ engine: VoiceEngine; missing: string[] }> {
  const primary = language.toLowerCase().split(/[-_]/)[0] ?? "";
  // Best first: a later one is taken only where an earlier one is missing or lacks the language.
  const engines = [flite, openJTalk, espeakIn(primary)].filter((engine) => engine.speaks(primary));
  const missing: string[] = [];
  for (const engine of engines) {
    if (await engine.installed(signal)) return { engine, missing };
    missing.push(engine.name);
  }
  throw new OperationalError("no-voice", `No voice on this machine speaks "${language}".`, {
    hint: `Install ${missing.join(" or ")}, or write the brief in a language that is installed.`,
  });
}
