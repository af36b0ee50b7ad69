import type { Brief } from "../brief/brief.ts";
import { tongueOf } from "../language/detect.ts";
import type { SceneContent } from "../scene-graph/content.ts";
import { narrationSeconds } from "./pace.ts";
import type { Beat, Part, Script } from "./script.ts";
import { visibleText } from "./visible-text.ts";

interface Labels {
  readonly audio: string;
  readonly sound: string;
  readonly look: string;
  readonly text: string;
  readonly silent: string;
  readonly leftOut: string;
  readonly assumptions: string;
  readonly parts: Readonly<Record<Part, string>>;
}

const EN: Labels = {
  audio: "Audio",
  sound: "Sound",
  look: "Look",
  text: "Text",
  silent: "(no voice)",
  leftOut: "What found no place",
  assumptions: "Assumptions",
  parts: {
    hook: "Hook",
    context: "Context",
    problem: "Problem",
    stakes: "Stakes",
    turn: "Turn",
    proof: "Proof",
    payoff: "Payoff",
    "call-to-action": "Call to action",
  },
};
const JA: Labels = {
  audio: "語り",
  sound: "音",
  look: "画",
  text: "文字",
  silent: "（語りなし）",
  leftOut: "入らなかった文",
  assumptions: "仮定したこと",
  parts: {
    hook: "つかみ",
    context: "背景",
    problem: "課題",
    stakes: "懸かっていること",
    turn: "転換",
    proof: "裏づけ",
    payoff: "実り",
    "call-to-action": "呼びかけ",
  },
};

/** The script as a screenplay for readers: each beat with its audio, look and text. */
export function scriptMarkdown(script: Script, brief: Brief): string {
  const labels = tongueOf(script.language) === "ja" ? JA : EN;
  const starts = startsOf(script.beats);
  const sections = script.beats.map((beat, index) =>
    beatMarkdown(beat, starts[index] ?? 0, labels),
  );
  const lists = [
    listMarkdown(labels.leftOut, script.leftOut),
    listMarkdown(labels.assumptions, script.assumptions),
  ];
  return `${[heading(script, brief), ...sections, ...lists.filter(Boolean)].join("\n\n")}\n`;
}

function heading(script: Script, brief: Brief): string {
  const speech = script.beats.reduce(
    (sum, beat) => sum + narrationSeconds(beat.audio.narration, script.language),
    0,
  );
  const facts = [
    `${script.durationSeconds} s`,
    brief.aspect,
    script.language,
    `${script.beats.length} beats`,
    `voice ≈ ${speech.toFixed(1)} s`,
  ];
  return `# ${script.title}\n\n*${facts.join(" · ")}*`;
}

function beatMarkdown(beat: Beat, start: number, labels: Labels): string {
  const narration = beat.audio.narration.join(labels === JA ? "" : " ") || labels.silent;
  return [
    `## ${clock(start)}–${clock(start + beat.seconds)} · ${labels.parts[beat.part]}`,
    `**${labels.look}** (${beat.text.template}) ${beat.look}`,
    `> ${narration}`,
    `**${labels.text}** ${screenMarkdown(beat.text)}`,
    `*${labels.sound}: ${beat.audio.sound}*`,
  ].join("\n\n");
}

/** Code stays code; everything else reads as one line. */
function screenMarkdown(content: SceneContent): string {
  if (content.template !== "code") return visibleText(content).join(" / ");
  const fence = content.lines.some((line) => line.includes("```")) ? "~~~~" : "```";
  return `${content.headline ?? ""}\n\n${fence}${content.language}\n${content.lines.join("\n")}\n${fence}`;
}

function listMarkdown(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : `## ${title}\n\n${lines.map((line) => `- ${line}`).join("\n")}`;
}

function startsOf(beats: readonly Beat[]): number[] {
  let at = 0;
  return beats.map((beat) => {
    const start = at;
    at += beat.seconds;
    return start;
  });
}

function clock(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return `${minutes}:${(seconds - minutes * 60).toFixed(1).padStart(4, "0")}`;
}
