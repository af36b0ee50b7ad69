import { setBetween, type Moment } from "../../kernel/clock.ts";
import { keep, type Memory } from "./memory.ts";

/**
 * Tells what is remembered by what the host's clock says now, should it have been set since the last look:
 * all durations stay what they are. By how much it was set before the first look nobody knows; then nothing
 * lies in the future.
 */
export function reckon(memory: Memory, look: Moment): void {
  const byMs = memory.lookedAt ? setBetween(memory.lookedAt, look) : 0;
  memory.lookedAt = { now: look.now, uptime: look.uptime };
  const past = (at: number): number => Math.min(at + byMs, look.now);
  for (const alert of memory.alerts.values()) {
    const [openedAt, seenAt] = [past(alert.openedAt), past(alert.seenAt)];
    if (openedAt === alert.openedAt && seenAt === alert.seenAt) continue;
    keep(memory, { ...alert, openedAt, seenAt });
  }
  for (const course of memory.courses.values()) course.lastAt = past(course.lastAt);
}
