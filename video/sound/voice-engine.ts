import { codeOf, OperationalError } from "../../kernel/errors.ts";
import { run } from "../../kernel/process.ts";
import type { Tongue } from "../../kernel/tongue.ts";
import { readKana } from "../japanese/kana.ts";
import { voiceNotesIn } from "./notes/notes.ts";

/** Names of engines that can be wished for. */
export const VOICE_NAMES = ["flite", "espeak-ng", "open_jtalk", "piper", "openai"] as const;
export type VoiceName = (typeof VOICE_NAMES)[number];

/** Where Piper's voices are looked for unless somebody says otherwise. */
export const PIPER_FOLDERS: readonly string[] = [
  "/usr/share/piper-voices",
  "/usr/local/share/piper-voices",
];

/** A text-to-speech program or service, in one voice. */
export interface VoiceEngine {
  readonly name: string;
  readonly voice: string;
  /** What a report says about this voice, honestly. */
  readonly label: Readonly<Record<Tongue, string>>;
  /** Of what it says, where somebody must be named; otherwise the voice's own. */
  readonly licence?: string;
  /** ffmpeg filters that make this voice pleasanter. */
  readonly polish: string;
  /** `spoken`: it can speak quicker itself; `stretched`: what it has said is quickened afterwards. */
  readonly pacing: "spoken" | "stretched";
  /** What has been spent so far, in USD; voices of this machine cost nothing. */
  readonly costUsd?: () => number;
  /** `language` is a primary subtag, e.g. `en`. */
  speaks(language: string): boolean;
  /** False when the program or its voice is missing. */
  installed(signal: AbortSignal): Promise<boolean>;
  /**
   * Writes a WAV; `pace` 1 is the voice's own speed. Answers with notes for the report. Throws
   * `voice-unavailable` when it can't speak any more: another voice then speaks the whole film.
   */
  speak(text: string, wavPath: string, pace: number, signal: AbortSignal): Promise<string[]>;
}

/** True when the program can be started at all. */
export async function answers(
  program: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await run(program, args, { signal, timeoutMs: 10_000 });
    return true;
  } catch (error) {
    if (codeOf(error) === "program-missing") return false;
    throw error;
  }
}

/** A voice has nothing to say for this text, such as one in another script. */
export function unspoken(engine: string, text: string): OperationalError {
  return new OperationalError("nothing-spoken", `${engine} can't say "${text}".`, {
    hint: "Write the sentence with words that can be read aloud.",
  });
}

/** For the report: kanji that no dictionary here can read are left out by every voice. */
export async function unreadNotes(japanese: string): Promise<string[]> {
  const { unread } = await readKana(japanese);
  const say = voiceNotesIn("ja");
  return unread.map((kanji) => say.unread(kanji, japanese));
}
