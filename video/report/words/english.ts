import type { MadeBy } from "../../concept/concept.ts";
import type { Finding } from "../../measure/critic-report.ts";

/** What a film's report says, in plain sentences. */
export const ENGLISH = {
  seconds: (seconds: number): string => `${seconds} s`,
  voice: (engine: string, voice: string): string => `voice: ${engine} (${voice})`,
  verdict: (isPassed: boolean, held: number, all: number): string =>
    `**The film ${isPassed ? "passed" : "needs a look"}.** ${held} of ${all} measurements are within their limits.`,

  measured: "Measured",
  revised: "Revised",
  shots: "Shots",
  madeHow: "How it was made",
  remarks: "Voice and material",
  assumed: "Assumed",
  leftOut: "Left out of the brief",
  plan: "Plan",
  assets: "Assets",

  theme: (name: string): string => `Theme: ${name}`,
  sheet: "Every scene, with what is said",
  shotColumns: ["shot", "at (s)", "template", "framing", "camera", "shows"],
  planColumns: ["for", "tool", "planned s each", "planned $ each"],
  planned: (seconds: string, usd: string): string => `About ${seconds} s of work, $${usd}.`,
  target: (name: string): string => name,
  assetColumns: ["asset", "made by", "licence"],

  concept: (by: string): string => `Concept: ${by}`,
  script: (by: string): string => `Script: ${by}`,
  shotList: (by: string): string => `Shots: ${by}`,
  by: ({ engine, model, fallback }: MadeBy): string => {
    if (engine === "model") return `written by ${model ?? "a model"}.`;
    return fallback ? `by rules, because the model failed (${fallback}).` : "by rules.";
  },
  pictures: (hasOwn: boolean): string =>
    `Pictures: ${hasOwn ? "the author's own, and " : ""}procedural, drawn on this machine.`,
  music: (isOwn: boolean): string =>
    isOwn ? "Music: the author's own." : "Music: synthesized on this machine.",

  changed: (round: number, became: string, { message }: Finding): string =>
    `Round ${round}: ${became} (${message})`,
  asAsked: "changed as asked",
  refused: (reason: string): string => `not mended, the patch was refused: ${reason}`,
  foundAgain: "changed, but found again",
  coveredBy: "mended with another",
  mended: "mended",
  left: (round: number, { message }: Finding): string => `Left after round ${round}: ${message}`,
};

/** A phrase that a language lacks is a type error. */
export type ReportWords = typeof ENGLISH;
