import { OperationalError } from "../../kernel/errors.ts";
import { espeakIn } from "./espeak.ts";
import { flite } from "./flite.ts";
import { openJTalk } from "./open-jtalk.ts";
import { piperIn } from "./piper.ts";
import { PIPER_FOLDERS, type VoiceEngine, type VoiceName } from "./voice-engine.ts";

export interface VoiceChoice {
  /** Tried before all others; the others stand in for it. */
  readonly preferred?: VoiceName | undefined;
  /** Voices that are no programs of this machine, such as a paid service. */
  readonly services?: readonly VoiceEngine[];
  /** Where Piper's voices are; default `PIPER_FOLDERS`. */
  readonly piperFolders?: readonly string[];
}

export interface FoundVoices {
  /** Ready to speak, best first; never empty. */
  readonly engines: readonly [VoiceEngine, ...VoiceEngine[]];
  /** Names of those that would have been better than the first, but are not installed. */
  readonly missing: readonly string[];
}

/** Every voice that speaks a language (BCP 47) here. Throws `no-voice` when there is none. */
export async function findVoices(
  language: string,
  signal: AbortSignal,
  choice: VoiceChoice = {},
): Promise<FoundVoices> {
  const primary = language.toLowerCase().split(/[-_]/)[0] ?? "";
  const found: VoiceEngine[] = [];
  const missing: string[] = [];
  for (const engine of ranked(primary, choice)) {
    if (await engine.installed(signal)) found.push(engine);
    else if (found.length === 0) missing.push(engine.name);
  }
  const [first, ...others] = found;
  if (first) return { engines: [first, ...others], missing };
  throw new OperationalError("no-voice", `No voice on this machine speaks "${language}".`, {
    hint: `Install ${missing.join(" or ")}, or write the brief in a language that is installed.`,
  });
}

/** Best first: a later one speaks only where an earlier one is missing, fails or lacks the language. */
function ranked(language: string, choice: VoiceChoice): VoiceEngine[] {
  const piper = piperIn(language, { folders: choice.piperFolders ?? PIPER_FOLDERS });
  const engines = [...(choice.services ?? []), openJTalk, piper, flite, espeakIn(language)];
  const speaking = engines.filter((engine) => engine.speaks(language));
  const wished = speaking.filter(({ name }) => name === choice.preferred);
  return [...wished, ...speaking.filter((engine) => !wished.includes(engine))];
}
