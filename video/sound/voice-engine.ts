import { codeOf, OperationalError } from "../../kernel/errors.ts";
import { run } from "../../kernel/process.ts";

/** A text-to-speech program of this machine, in one voice. */
export interface VoiceEngine {
  readonly name: string;
  readonly voice: string;
  /** What a report says about this voice, honestly. */
  readonly label: string;
  /** ffmpeg filters that make this voice pleasanter. */
  readonly polish: string;
  /** `language` is a primary subtag, e.g. `en`. */
  speaks(language: string): boolean;
  /** False when the program or its voice is missing. */
  installed(signal: AbortSignal): Promise<boolean>;
  /** Writes a WAV; `pace` 1 is the voice's own speed. Answers with notes for the report. */
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
