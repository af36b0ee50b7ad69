import type { SceneGraph } from "../scene-graph/scene-graph.ts";
import { type FilmFacts, frameRateOf, type Stream } from "./probe.ts";
import { fitDuration } from "./remedies.ts";
import { type Expectations, inSeconds, joinVerdicts, limitCheck, type Verdict } from "./verdict.ts";

const DURATION_TOLERANCE_SECONDS = 0.5;

/** The file itself: streams, sizes, rates, durations, and whether it starts at once. */
export function checkContainer(
  facts: FilmFacts,
  graph: SceneGraph,
  expected: Expectations,
): Verdict {
  return joinVerdicts([
    checkVideoStream(facts.video, expected),
    checkAudioStream(facts.audio),
    checkStart(facts, expected.fps),
    checkDuration(facts, graph, expected),
    checkFrames(facts.video, graph),
    checkTogether(facts, expected.fps),
  ]);
}

function checkVideoStream(video: Stream | null, expected: Expectations): Verdict {
  const rate = video ? frameRateOf(video) : NaN;
  const size = `${expected.width}×${expected.height}`;
  const measured = video
    ? `${video.codec_name} ${video.pix_fmt}, ${video.width}×${video.height}, ${rounded(rate)} fps`
    : "no video stream";
  const passed =
    video?.codec_name === "h264" &&
    video.pix_fmt === "yuv420p" &&
    video.width === expected.width &&
    video.height === expected.height &&
    Math.abs(rate - expected.fps) < 0.01;
  const limit = `h264 yuv420p, ${size}, ${expected.fps} fps`;
  const message = `The video stream is ${measured}, not ${limit}.`;
  return limitCheck(
    { check: "Video stream", measured, limit, passed },
    { severity: "error", message },
  );
}

function checkAudioStream(audio: Stream | null): Verdict {
  const measured = audio
    ? `${audio.codec_name}, ${audio.sample_rate} Hz, ${audio.channels} channels`
    : "no audio stream";
  const passed =
    audio?.codec_name === "aac" && audio.sample_rate === 48_000 && audio.channels === 2;
  const limit = "aac, 48000 Hz, 2 channels";
  const message = `The sound is ${measured}, not ${limit}.`;
  return limitCheck(
    { check: "Audio stream", measured, limit, passed },
    { severity: "error", message },
  );
}

function checkStart(facts: FilmFacts, fps: number): Verdict {
  const starts = [facts.video, facts.audio].flatMap((stream) =>
    stream ? [stream.start_time] : [],
  );
  const latest = Math.max(Math.abs(facts.startSeconds), ...starts.map(Math.abs));
  const atZero = limitCheck(
    { check: "Start time", measured: inSeconds(latest), limit: "0 s", passed: latest < 0.5 / fps },
    {
      severity: "error",
      message: `The film starts at ${inSeconds(latest)} instead of 0: join it again.`,
    },
  );
  const faststart = limitCheck(
    {
      check: "Faststart",
      measured: facts.faststart ? "index before data" : "index after data",
      limit: "index before data",
      passed: facts.faststart,
    },
    {
      severity: "error",
      message: "Players must load all of the film first: write it with +faststart.",
    },
  );
  return joinVerdicts([atZero, faststart]);
}

function checkDuration(facts: FilmFacts, graph: SceneGraph, expected: Expectations): Verdict {
  const off = facts.seconds - expected.durationSeconds;
  const row = {
    check: "Duration",
    measured: inSeconds(facts.seconds),
    limit: `${expected.durationSeconds} ± ${DURATION_TOLERANCE_SECONDS} s`,
    passed: Math.abs(off) <= DURATION_TOLERANCE_SECONDS,
  };
  const message = `The film is ${inSeconds(Math.abs(off))} too ${off > 0 ? "long" : "short"}.`;
  const frames = Math.round(expected.durationSeconds * graph.fps);
  // A file of another length than its graph was rendered wrong: no edit mends that.
  const isPlanned = Math.abs(facts.seconds - graph.duration / graph.fps) < 1 / graph.fps;
  const patch = isPlanned && frames !== graph.duration ? fitDuration(graph, frames) : null;
  return limitCheck(row, { severity: "error", message, patch });
}

function checkFrames(video: Stream | null, graph: SceneGraph): Verdict {
  const frames = video?.nb_frames ?? 0;
  const row = {
    check: "Frames",
    measured: String(frames),
    limit: String(graph.duration),
    passed: frames === graph.duration,
  };
  const message = `The film has ${frames} frames, its scene graph ${graph.duration}.`;
  return limitCheck(row, { severity: "error", message });
}

function checkTogether({ video, audio }: FilmFacts, fps: number): Verdict {
  if (!video || !audio) return { measurements: [], findings: [] };
  const apart = Math.abs(video.duration - audio.duration);
  const row = {
    check: "Picture and sound end together",
    measured: `${Math.round(apart * 1000)} ms apart`,
    limit: "1 frame",
    // A millisecond more: containers round to their time base.
    passed: apart <= 1 / fps + 0.001,
  };
  const message = `Picture (${inSeconds(video.duration)}) and sound (${inSeconds(audio.duration)}) differ in length.`;
  return limitCheck(row, { severity: "error", message });
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
