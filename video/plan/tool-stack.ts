import type { ProductionPlan } from "./production-plan.ts";

export type Need = ProductionPlan["items"][number]["need"];

/** A tool that can make something for a film. Costs and times are per second of film. */
export interface Tool {
  readonly name: string;
  readonly makes: Need;
  /** Runs on this machine without a key. */
  readonly local: boolean;
  /** Environment variable that a paid service needs. */
  readonly key?: string;
  /** 0 to 1: our estimate, until past films calibrate it. */
  readonly quality: number;
  readonly costPerSecond: number;
  readonly workPerSecond: number;
  /** Work that every use costs, however short. */
  readonly setupSeconds: number;
  /** What it is good at; matched against a shot's scene template, or the film's language. */
  readonly fits: readonly string[];
  readonly workflow: readonly string[];
}

const TYPED = [
  "title",
  "section",
  "statement",
  "list",
  "steps",
  "figure",
  "chart",
  "comparison",
  "code",
  "table",
  "closing",
  "quote",
];
const PICTURED = ["title", "statement", "quote", "closing"];

/** Local times are estimates for two cores at 1080p; the services' prices, in US dollars, are rough and to be checked before spending. */
export const TOOL_STACK: readonly Tool[] = [
  {
    name: "procedural-visuals",
    makes: "visual",
    local: true,
    quality: 0.78,
    costPerSecond: 0,
    workPerSecond: 0.05,
    setupSeconds: 0.3,
    fits: TYPED,
    workflow: [
      "Take the shot's scene template, theme and seed.",
      "Draw its backdrop as a vector drawing.",
      "Keep it by the hash of what it was made from.",
    ],
  },
  {
    name: "openai-image",
    makes: "visual",
    local: false,
    key: "OPENAI_API_KEY",
    quality: 0.86,
    costPerSecond: 0.01,
    workPerSecond: 0,
    setupSeconds: 20,
    fits: PICTURED,
    workflow: [
      "Send the storyboard's image prompt.",
      "Check size and content.",
      "Move the still slowly behind the type.",
    ],
  },
  {
    name: "runway-video",
    makes: "visual",
    local: false,
    key: "RUNWAY_API_KEY",
    quality: 0.9,
    costPerSecond: 0.05,
    workPerSecond: 12,
    setupSeconds: 30,
    fits: PICTURED,
    workflow: [
      "Make a first frame from the image prompt.",
      "Animate it for the shot's length.",
      "Conform to 30 frames per second.",
    ],
  },
  {
    name: "luma-video",
    makes: "visual",
    local: false,
    key: "LUMA_API_KEY",
    quality: 0.86,
    costPerSecond: 0.04,
    workPerSecond: 8,
    setupSeconds: 30,
    fits: PICTURED,
    workflow: ["Send the image prompt.", "Wait for the clip.", "Conform to 30 frames per second."],
  },
  {
    name: "flite",
    makes: "voice",
    local: true,
    quality: 0.6,
    costPerSecond: 0,
    workPerSecond: 0.06,
    setupSeconds: 0.5,
    fits: ["en"],
    workflow: ["Speak each sentence.", "Trim silence and measure.", "Fit the pace within 8 %."],
  },
  {
    name: "open_jtalk",
    makes: "voice",
    local: true,
    quality: 0.62,
    costPerSecond: 0,
    workPerSecond: 0.06,
    setupSeconds: 0.5,
    fits: ["ja"],
    workflow: [
      "Put Latin words, units and symbols into kana.",
      "Speak each sentence with its pitch accents; where it is not installed, espeak-ng from kana.",
      "Trim silence, measure, fit the pace within 8 %.",
    ],
  },
  {
    name: "espeak-ng",
    makes: "voice",
    local: true,
    quality: 0.42,
    costPerSecond: 0,
    workPerSecond: 0.04,
    setupSeconds: 1,
    fits: ["other"],
    workflow: ["Speak each sentence.", "Trim silence and measure.", "Fit the pace within 8 %."],
  },
  {
    name: "openai-tts",
    makes: "voice",
    local: false,
    key: "OPENAI_API_KEY",
    quality: 0.92,
    costPerSecond: 0.00025,
    workPerSecond: 0.4,
    setupSeconds: 3,
    fits: ["en", "ja", "other"],
    workflow: [
      "Send each sentence with the film's tone.",
      "Trim silence and measure.",
      "Fit the pace within 8 %.",
    ],
  },
  {
    name: "synthesized-music",
    makes: "music",
    local: true,
    quality: 0.62,
    costPerSecond: 0,
    workPerSecond: 0.12,
    setupSeconds: 1,
    fits: TYPED,
    workflow: [
      "Choose harmony and pattern by mood.",
      "Play it at the concept's tempo from the seed.",
      "Render to the film's length with an ending.",
    ],
  },
  {
    name: "remotion",
    makes: "render",
    local: true,
    quality: 0.95,
    costPerSecond: 0,
    workPerSecond: 1.4,
    setupSeconds: 6,
    fits: TYPED,
    workflow: [
      "Bundle the composition once.",
      "Render segments of whole scenes in parallel.",
      "Join them without re-encoding.",
    ],
  },
  {
    name: "ffmpeg",
    makes: "mix",
    local: true,
    quality: 0.95,
    costPerSecond: 0,
    workPerSecond: 0.1,
    setupSeconds: 2,
    fits: TYPED,
    workflow: [
      "Lay voice and music on one clock.",
      "Duck the music under the voice.",
      "Bring loudness to −14 LUFS in two passes.",
    ],
  },
];
