import type { CaptionCue } from "../scene-graph/scene-graph.ts";
import { clockTime } from "./clock-time.ts";

/** SubRip text of caption pages. */
export function toSrt(cues: readonly CaptionCue[], fps: number): string {
  const blocks = cues.map((cue, index) => {
    const times = `${clockTime(cue.start / fps, ",")} --> ${clockTime(cue.end / fps, ",")}`;
    return `${index + 1}\n${times}\n${cue.lines.join("\n")}\n`;
  });
  return blocks.join("\n");
}
