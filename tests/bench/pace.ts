/**
 * What the limits in ms were set by: a machine on which a shell loop has its bare Node child back after
 * 24 ms (docs/benchmarks/restart.md, 2026-11-20). Nearly all of that time is a processor's work, so that a
 * machine with a higher floor takes longer for all of it.
 */
export const FLOOR_MS = 24;

/** What took `ms` on a machine with that floor would take at the pace of the one that the limits are from. */
export const atPace = (ms: number, floorMs: number): number => (ms * FLOOR_MS) / floorMs;
