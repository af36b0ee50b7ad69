import { pointerTo, soundsOf } from "../scene-graph/layers.ts";
import { DEFAULT_MASTER, type SceneGraph } from "../scene-graph/scene-graph.ts";
import type { Finding } from "./critic-report.ts";
import type { SoundFacts, TimeSpan } from "./decode.ts";
import { remaster, softerMusic } from "./remedies.ts";
import { finding, inSeconds, joinVerdicts, limitCheck, sceneAt, type Verdict } from "./verdict.ts";

/** What web players and EBU R128 expect, with the tolerance that they accept. */
const WEB = { lufs: -14, tolerance: 1, truePeak: -1 };
const BROADCAST = { lufs: -23, tolerance: 1, truePeak: -1 };
/** Torcoli et al., JAES 67-12 (2019). */
const LEAST_SEPARATION_LU = 10;
const MOST_DC = 0.01;
/** Music may ring out before the last frame. */
const FINAL_SILENCE_SECONDS = 1.5;

/** Loudness, peaks, clipping, and silence where the scene graph has sound. */
export function checkSound(
  facts: SoundFacts | null,
  graph: SceneGraph,
  seconds: number,
  voiceOverMusicLu: number | null | undefined,
): Verdict {
  if (facts === null) return { measurements: [], findings: [] };
  const limits = limitsOf(graph);
  const patch = remaster(graph, correctionOf(facts, limits));
  return joinVerdicts([
    checkLoudness(facts, limits, patch),
    checkTruePeak(facts, limits, patch),
    checkClipping(facts),
    checkSilence(facts.silences, graph, seconds),
    checkSeparation(voiceOverMusicLu, graph),
  ]);
}

/** A mix is corrected by a few LU only: what it is brought to tells what it is meant for. */
function limitsOf({ master = DEFAULT_MASTER }: SceneGraph): typeof WEB {
  const isBroadcast = master.lufs < (WEB.lufs + BROADCAST.lufs) / 2;
  return isBroadcast ? BROADCAST : WEB;
}

/** Loudness and peaks are mended by one new mix. */
function correctionOf({ integratedLufs, truePeakDbtp }: SoundFacts, limits: typeof WEB) {
  const off = limits.lufs - integratedLufs;
  return {
    louder: Math.abs(off) <= limits.tolerance ? 0 : off,
    peakDown: Math.max(0, truePeakDbtp - limits.truePeak),
  };
}

function checkLoudness(
  { integratedLufs }: SoundFacts,
  limits: typeof WEB,
  patch: Finding["patch"],
): Verdict {
  const off = integratedLufs - limits.lufs;
  const row = {
    check: "Loudness",
    measured: `${integratedLufs.toFixed(1)} LUFS`,
    limit: `${limits.lufs} ± ${limits.tolerance} LUFS`,
    passed: Math.abs(off) <= limits.tolerance,
  };
  const message = `The film is ${Math.abs(off).toFixed(1)} LU too ${off > 0 ? "loud" : "quiet"}: mix it again.`;
  return limitCheck(row, { severity: "error", message, patch });
}

function checkTruePeak(
  { truePeakDbtp }: SoundFacts,
  limits: typeof WEB,
  patch: Finding["patch"],
): Verdict {
  const row = {
    check: "True peak",
    measured: `${truePeakDbtp.toFixed(1)} dBTP`,
    limit: `≤ ${limits.truePeak} dBTP`,
    passed: truePeakDbtp <= limits.truePeak || truePeakDbtp === -Infinity,
  };
  const message = `True peaks reach ${row.measured}: some players will distort.`;
  return limitCheck(row, { severity: "error", message, patch });
}

function checkClipping({ clippedSamples, dcOffset }: SoundFacts): Verdict {
  const clipping = limitCheck(
    {
      check: "Clipping",
      measured: `${clippedSamples} samples`,
      limit: "0 samples",
      passed: clippedSamples === 0,
    },
    { severity: "error", message: `${clippedSamples} samples are clipped at full scale.` },
  );
  const offset = limitCheck(
    {
      check: "DC offset",
      measured: dcOffset.toFixed(4),
      limit: `≤ ${MOST_DC}`,
      passed: Math.abs(dcOffset) <= MOST_DC,
    },
    { severity: "warning", message: `The sound has a DC offset of ${dcOffset.toFixed(3)}.` },
  );
  return joinVerdicts([clipping, offset]);
}

function checkSilence(silences: readonly TimeSpan[], graph: SceneGraph, seconds: number): Verdict {
  const unplanned = silences.filter((span) => !isPlanned(span, graph, seconds));
  const findings = unplanned.map((span) =>
    finding({
      check: "Silence",
      severity: "error",
      message: `Silence from ${inSeconds(span.start)} to ${inSeconds(span.end)}, where sound was planned.`,
      at: span.start,
      pointer: soundPointer(graph, span) ?? sceneAt(graph, span.start)?.pointer ?? null,
    }),
  );
  const measured = unplanned.length === 0 ? "none" : `${unplanned.length} spans`;
  const row = {
    check: "Silence",
    measured,
    limit: "none unplanned over 0.7 s",
    passed: findings.length === 0,
  };
  return { measurements: [row], findings };
}

/** Silence is planned where no layer sounds, and at the very end. */
function isPlanned(span: TimeSpan, graph: SceneGraph, seconds: number): boolean {
  if (span.end >= seconds - 0.1 && span.end - span.start <= FINAL_SILENCE_SECONDS) return true;
  return soundPointer(graph, span) === null;
}

/** The layer that should be heard for the most of a span; null when none should. */
function soundPointer(graph: SceneGraph, span: TimeSpan): string | null {
  const overlaps = soundsOf(graph).map((layer) => {
    const start = layer.start / graph.fps;
    const end = (layer.start + layer.duration) / graph.fps;
    return { layer, seconds: Math.min(end, span.end) - Math.max(start, span.start) };
  });
  const longest = overlaps.toSorted((a, b) => b.seconds - a.seconds)[0];
  if (longest === undefined || longest.seconds < 0.7) return null;
  return pointerTo(graph, longest.layer);
}

function checkSeparation(voiceOverMusicLu: number | null | undefined, graph: SceneGraph): Verdict {
  if (voiceOverMusicLu === null || voiceOverMusicLu === undefined) {
    const reason = "The film has no voice over music, or its mix was not measured.";
    return { measurements: [], findings: [], skipped: [{ check: "Voice over music", reason }] };
  }
  const row = {
    check: "Voice over music",
    measured: `${voiceOverMusicLu.toFixed(1)} LU`,
    limit: `≥ ${LEAST_SEPARATION_LU} LU`,
    passed: voiceOverMusicLu >= LEAST_SEPARATION_LU,
  };
  const message = `The voice is only ${row.measured} above the music: lower the music.`;
  const patch = softerMusic(graph, LEAST_SEPARATION_LU - voiceOverMusicLu);
  return limitCheck(row, { severity: "error", message, patch });
}
