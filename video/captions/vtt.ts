import type { CaptionCue } from "../scene-graph/scene-graph.ts";
import { clockTime } from "./clock-time.ts";

/** WebVTT text of caption pages. */
export function toVtt(cues: readonly CaptionCue[], fps: number): string {
  const blocks = cues.map((cue) => {
    const times = `${clockTime(cue.start / fps, ".")} --> ${clockTime(cue.end / fps, ".")}`;
    return `${times}\n${cue.lines.map(escapeText).join("\n")}\n`;
  });
  return ["WEBVTT\n", ...blocks].join("\n");
}

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
