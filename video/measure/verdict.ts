import { scenePlaces, type Place } from "../scene-graph/layers.ts";
import type { SceneGraph, SceneLayer } from "../scene-graph/scene-graph.ts";
import type { CriticReport, Finding, Measurement } from "./critic-report.ts";

/** What one check found: rows for the table, findings with their place, or why it could not be done. */
export interface Verdict {
  readonly measurements: readonly Measurement[];
  readonly findings: readonly Finding[];
  readonly skipped?: CriticReport["skipped"];
}

export interface Expectations {
  readonly durationSeconds: number;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
}

type Optional = "at" | "pointer" | "patch";

/** A finding about the whole film, unless it says where. */
export function finding(
  parts: Omit<Finding, Optional> & Partial<Pick<Finding, Optional>>,
): Finding {
  return { at: null, pointer: null, patch: null, ...parts };
}

/** One row that holds or fails; a failed row is a finding as well. */
export function limitCheck(
  row: Measurement,
  failure: Pick<Finding, "severity" | "message"> & Partial<Pick<Finding, "patch">>,
): Verdict {
  const findings = row.passed ? [] : [finding({ check: row.check, ...failure })];
  return { measurements: [row], findings };
}

export function joinVerdicts(verdicts: readonly Verdict[]): Omit<CriticReport, "passed"> {
  return {
    measurements: verdicts.flatMap((verdict) => verdict.measurements),
    findings: verdicts.flatMap((verdict) => verdict.findings),
    skipped: verdicts.flatMap((verdict) => verdict.skipped ?? []),
  };
}

/** The scene on the screen at a time, with its JSON Pointer; null without one. */
export function sceneAt(graph: SceneGraph, seconds: number): Place<SceneLayer> | null {
  const frame = seconds * graph.fps;
  const found = scenePlaces(graph).findLast(
    ({ layer }) => layer.start <= frame && frame < layer.start + layer.duration,
  );
  return found ?? null;
}

export function inSeconds(seconds: number): string {
  return `${seconds.toFixed(2)} s`;
}
