import { captionLimits, readingSpeed } from "../captions/limits.ts";
import { soundsOf } from "../scene-graph/layers.ts";
import type { CaptionCue, SceneGraph } from "../scene-graph/scene-graph.ts";
import type { Narration } from "../sound/narration.ts";
import type { Finding } from "./critic-report.ts";
import { endEarlier, standLonger } from "./remedies.ts";
import { finding, inSeconds, type Verdict } from "./verdict.ts";

/** A quarter of a character a second more comes from rounding to frames. */
const SPEED_SLACK = 0.25;

/** Captions by Netflix's limits, against the voice, and against what was spoken. */
export function checkCaptions(graph: SceneGraph, narration: Narration): Verdict {
  const { cues } = graph.captions;
  const checks = [
    ["Caption lines", checkLines],
    ["Caption reading speed", checkSpeed],
    ["Caption durations", checkDurations],
    ["Caption gaps", checkGaps],
    ["Captions with the voice", checkInTime],
  ] as const;
  const verdicts = checks.map(([check, measure]) => {
    const { measured, limit, findings } = measure(graph, check);
    return { measurements: [{ check, measured, limit, passed: findings.length === 0 }], findings };
  });
  if (cues.length === 0 && narration.lines.length === 0) return { measurements: [], findings: [] };
  const said = checkText(graph, narration);
  return {
    measurements: [...verdicts, said].flatMap((verdict) => verdict.measurements),
    findings: [...verdicts, said].flatMap((verdict) => verdict.findings),
  };
}

interface Outcome {
  readonly measured: string;
  readonly limit: string;
  readonly findings: Finding[];
}

function checkLines(graph: SceneGraph, check: string): Outcome {
  const limits = captionLimits(graph.language);
  const widest = (cue: CaptionCue): number => Math.max(...cue.lines.map(limits.widthOf));
  const { cues } = graph.captions;
  const findings = eachCue(graph, (cue, index) => {
    if (widest(cue) <= limits.lineWidth && cue.lines.length <= limits.lines) return null;
    const message = `Caption ${index + 1} has a line of ${widest(cue)} characters.`;
    return { check, severity: "error", message };
  });
  const measured = `up to ${Math.max(0, ...cues.map(widest))} characters`;
  return { measured, limit: `${limits.lineWidth} characters × ${limits.lines} lines`, findings };
}

function checkSpeed(graph: SceneGraph, check: string): Outcome {
  const { charactersPerSecond } = captionLimits(graph.language);
  const speedOf = (cue: CaptionCue): number =>
    readingSpeed(cue.lines, (cue.end - cue.start) / graph.fps, graph.language);
  const findings = eachCue(graph, (cue, index) => {
    const speed = speedOf(cue);
    if (speed <= charactersPerSecond + SPEED_SLACK) return null;
    const message = `Caption ${index + 1} must be read at ${speed.toFixed(1)} characters a second.`;
    return { check, severity: "warning", message, patch: standLonger(graph, index) };
  });
  const fastest = Math.max(0, ...graph.captions.cues.map(speedOf));
  return {
    measured: `up to ${fastest.toFixed(1)} characters/s`,
    limit: `≤ ${charactersPerSecond}`,
    findings,
  };
}

function checkDurations(graph: SceneGraph, check: string): Outcome {
  const { minSeconds, maxSeconds } = captionLimits(graph.language);
  const secondsOf = (cue: CaptionCue): number => (cue.end - cue.start) / graph.fps;
  const findings = eachCue(graph, (cue, index) => {
    const seconds = secondsOf(cue);
    const short = seconds < minSeconds - 0.5 / graph.fps;
    if (!short && seconds <= maxSeconds + 0.5 / graph.fps) return null;
    const message = `Caption ${index + 1} stands for ${inSeconds(seconds)}.`;
    const latest = cue.start + Math.floor(maxSeconds * graph.fps);
    const patch = short ? standLonger(graph, index) : endEarlier(graph, index, latest);
    return { check, severity: "warning", message, patch };
  });
  const all = graph.captions.cues.map(secondsOf);
  const measured =
    all.length === 0 ? "none" : `${inSeconds(Math.min(...all))} to ${inSeconds(Math.max(...all))}`;
  return { measured, limit: `${minSeconds.toFixed(2)} s to ${maxSeconds} s`, findings };
}

function checkGaps(graph: SceneGraph, check: string): Outcome {
  const { gapFrames } = captionLimits(graph.language);
  const { cues } = graph.captions;
  const gapAfter = (index: number): number =>
    (cues[index + 1]?.start ?? Infinity) - (cues[index]?.end ?? 0);
  const findings = eachCue(graph, (_, index) => {
    if (gapAfter(index) >= gapFrames) return null;
    const message = `Captions ${index + 1} and ${index + 2} are ${gapAfter(index)} frames apart.`;
    const patch = endEarlier(graph, index, (cues[index + 1]?.start ?? 0) - gapFrames);
    return { check, severity: "warning", message, patch };
  });
  const least = Math.min(...cues.map((_, index) => gapAfter(index)));
  const measured = Number.isFinite(least) ? `at least ${least} frames` : "one caption";
  return { measured, limit: `≥ ${gapFrames} frames`, findings };
}

/** A caption begins while somebody speaks, or within three frames of it, and inside the film. */
function checkInTime(graph: SceneGraph, check: string): Outcome {
  const { inTimeFrames } = captionLimits(graph.language);
  const voices = soundsOf(graph).filter((layer) => layer.role === "voice");
  const findings = eachCue(graph, (cue, index) => {
    const spoken = voices.some(
      ({ start, duration }) =>
        cue.start >= start - inTimeFrames && cue.start <= start + duration + inTimeFrames,
    );
    if (spoken && cue.end <= graph.duration) return null;
    const message = `Caption ${index + 1} comes when nothing is spoken, or leaves the film.`;
    const patch = spoken ? endEarlier(graph, index, graph.duration) : null;
    return { check, severity: "error", message, patch };
  });
  const measured =
    findings.length === 0
      ? "all"
      : `${graph.captions.cues.length - findings.length} of ${graph.captions.cues.length}`;
  return { measured, limit: `within ${inTimeFrames} frames of speech`, findings };
}

/** The captions, read in a row, are the narration as written. */
function checkText(graph: SceneGraph, narration: Narration): Verdict {
  const letters = (text: string): string => text.replaceAll(/[^\p{L}\p{N}]/gu, "").toLowerCase();
  const shown = letters(graph.captions.cues.map((cue) => cue.lines.join("")).join(""));
  const said = narration.lines.map((line) => line.caption ?? line.text);
  const missing = said.filter((sentence) => !shown.includes(letters(sentence)));
  const check = "Captions = narration";
  const findings = missing.map((sentence) =>
    finding({
      check,
      severity: "error",
      message: `No caption says "${sentence}".`,
      pointer: "/captions/cues",
    }),
  );
  const measured = `${said.length - missing.length} of ${said.length} sentences`;
  return {
    measurements: [{ check, measured, limit: "all", passed: missing.length === 0 }],
    findings,
  };
}

type CueFinding = Pick<Finding, "check" | "severity" | "message"> & { patch?: Finding["patch"] };

function eachCue(
  graph: SceneGraph,
  judge: (cue: CaptionCue, index: number) => CueFinding | null,
): Finding[] {
  return graph.captions.cues.flatMap((cue, index) => {
    const found = judge(cue, index);
    if (found === null) return [];
    return [finding({ ...found, at: cue.start / graph.fps, pointer: `/captions/cues/${index}` })];
  });
}
