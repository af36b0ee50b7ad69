import type { Brief } from "../brief/brief.ts";
import { tongueOf } from "../language/detect.ts";
import { contentWords, coverageOf } from "../language/overlap.ts";
import { MESSAGE_COVERED, SEEN_SHARE } from "./ledger.ts";
import { narrationSeconds, SPEECH_SHARE } from "./pace.ts";
import { PARTS, type Beat, type Script } from "./script.ts";
import { readingSeconds, visibleText } from "./visible-text.ts";

/** Something that a reader of the script should know; errors make it unusable. */
export interface ScriptFinding {
  readonly check:
    | "timing"
    | "key-messages"
    | "reading-speed"
    | "structure"
    | "repetition"
    | "metadata";
  readonly severity: "error" | "warning" | "info";
  readonly message: string;
  /** The beat concerned, null for the whole script. */
  readonly beat: string | null;
}

/** Beats may miss the asked length by this much together. */
const TIMING_TOLERANCE_SECONDS = 0.5;

/** Checks a script, whoever wrote it, against its brief: time, messages, reading speed, structure, metadata. */
export function validateScript(script: Script, brief: Brief): ScriptFinding[] {
  return [
    ...timing(script, brief),
    ...keyMessages(script, brief),
    ...script.beats.flatMap((beat) => [...readable(beat, script), ...repeated(beat, script)]),
    ...structure(script),
    ...metadata(script, brief),
  ];
}

function finding(
  check: ScriptFinding["check"],
  severity: ScriptFinding["severity"],
  message: string,
  beat: Beat | null = null,
): ScriptFinding {
  return { check, severity, message, beat: beat?.id ?? null };
}

function timing(script: Script, brief: Brief): ScriptFinding[] {
  const total = script.beats.reduce((sum, beat) => sum + beat.seconds, 0);
  const speech = script.beats.reduce(
    (sum, beat) => sum + narrationSeconds(beat.audio.narration, script.language),
    0,
  );
  const share = speech / brief.durationSeconds;
  const off = Math.abs(total - brief.durationSeconds);
  return [
    ...(off > TIMING_TOLERANCE_SECONDS
      ? [
          finding(
            "timing",
            "error",
            `The beats take ${total.toFixed(1)} s; the brief asks for ${brief.durationSeconds} s.`,
          ),
        ]
      : []),
    ...(share > SPEECH_SHARE.most + 0.02
      ? [
          finding(
            "timing",
            "error",
            `The narration takes about ${speech.toFixed(1)} s, ${percent(share)} of the film; at most ${percent(SPEECH_SHARE.most)} leave room to breathe.`,
          ),
        ]
      : []),
    ...(share < SPEECH_SHARE.least
      ? [
          finding(
            "timing",
            "info",
            `The narration fills ${percent(share)} of the film: the brief says no more, or nothing more fits.`,
          ),
        ]
      : []),
    ...script.beats.flatMap((beat) => {
      const needed = narrationSeconds(beat.audio.narration, script.language);
      return needed > beat.seconds + 0.05
        ? [
            finding(
              "timing",
              "error",
              `${beat.id} is ${beat.seconds} s long, its narration about ${needed.toFixed(1)} s.`,
              beat,
            ),
          ]
        : [];
    }),
  ];
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

function keyMessages(script: Script, brief: Brief): ScriptFinding[] {
  const tongue = tongueOf(script.language);
  const words = script.beats.map((beat) =>
    contentWords([...visibleText(beat.text), ...beat.audio.narration].join(" "), tongue),
  );
  return [...brief.keyMessages, ...brief.mustHave].flatMap((message) => {
    const wanted = contentWords(message, tongue);
    const covered = Math.max(0, ...words.map((given) => coverageOf(wanted, given)));
    return covered >= MESSAGE_COVERED
      ? []
      : [
          finding(
            "key-messages",
            "error",
            `The key message "${message}" is neither said nor shown.`,
          ),
        ];
  });
}

function readable(beat: Beat, script: Script): ScriptFinding[] {
  const needed = readingSeconds(beat.text);
  if (needed * SEEN_SHARE <= beat.seconds + 0.1) return [];
  return [
    finding(
      "reading-speed",
      "warning",
      `${beat.id} stands for ${beat.seconds} s; reading all of it takes ${needed.toFixed(1)} s (${script.language}).`,
      beat,
    ),
  ];
}

/** What is written should not be what is said, word for word; a quotation may be, and what is said line by line. */
function repeated(beat: Beat, script: Script): ScriptFinding[] {
  if (script.beats.length <= 3) return [];
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[\s\p{P}]/gu, "");
  const lines = beat.audio.captions ?? beat.audio.narration;
  const said = [...lines, lines.join(" "), beat.audio.narration.join(" ")].map(plain);
  const written = largeText(beat.text);
  return written !== undefined && said.includes(plain(written))
    ? [finding("repetition", "info", `${beat.id} writes on the screen exactly what is said.`, beat)]
    : [];
}

/** What a scene writes in sentences. */
function largeText(content: Beat["text"]): string | undefined {
  if (content.template === "statement") return content.text;
  if (content.template === "title") return content.subtitle;
  if (content.template === "closing") return content.action;
  return content.template === "figure" ? content.label : undefined;
}

function structure(script: Script): ScriptFinding[] {
  const order = script.beats.map((beat) => PARTS.indexOf(beat.part));
  const backwards = order.some((part, index) => index > 0 && part < (order[index - 1] ?? 0));
  const ids = new Set(script.beats.map((beat) => beat.id));
  return [
    ...(backwards ? [finding("structure", "error", "The parts of the story go backwards.")] : []),
    ...(ids.size < script.beats.length
      ? [finding("structure", "error", "Two beats have the same id.")]
      : []),
    ...(script.beats[0]?.text.template === "title"
      ? []
      : [finding("structure", "warning", "The film does not open with its title.")]),
    ...(script.beats.at(-1)?.text.template === "closing"
      ? []
      : [finding("structure", "warning", "The film does not end with a closing scene.")]),
  ];
}

function metadata(script: Script, brief: Brief): ScriptFinding[] {
  return [
    ...(script.title.trim() === ""
      ? [finding("metadata", "error", "The script has no title.")]
      : []),
    ...(script.language === brief.language
      ? []
      : [
          finding(
            "metadata",
            "error",
            `The script is in ${script.language}; the brief asks for ${brief.language}.`,
          ),
        ]),
    ...(script.durationSeconds === brief.durationSeconds
      ? []
      : [
          finding(
            "metadata",
            "error",
            `The script says ${script.durationSeconds} s; the brief asks for ${brief.durationSeconds} s.`,
          ),
        ]),
    ...script.beats
      .filter((beat) => beat.look.trim() === "")
      .map((beat) => finding("metadata", "error", `${beat.id} does not say what is seen.`, beat)),
  ];
}
