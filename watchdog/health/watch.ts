import type { Moment } from "../../kernel/clock.ts";
import type { Events } from "../../kernel/events.ts";
import { judge, usualOf, type AnomalyLimits } from "./judgement.ts";
import { measureNamed, type MeasureChoices, type MeasureName } from "./measures.ts";
import { begin, courseOf, end, historyOf, keep, keyOf, newMemory, type Memory } from "./memory.ts";
import { reckon } from "./reckoning.ts";
import type { Reading, Sample } from "./record.ts";
import type { HealthRecords } from "./records.ts";

export interface WatchOptions {
  readonly records: HealthRecords;
  readonly events: Pick<Events, "emit">;
  readonly limits: AnomalyLimits;
  readonly measures?: MeasureChoices;
}

/** Compares what is seen with what is usual, and tells once when something begins or ends to stand out. */
export interface Watch {
  /** Throws `database-unusable`; what could not be written is written and told at the next look. */
  observe(samples: readonly Sample[], look: Look): void;
}

export interface Look extends Moment {
  /** What this look has measured of everybody: who is not among the samples is not there. */
  readonly expected: ReadonlySet<MeasureName>;
  /** Whether the readings are written down for people. */
  readonly isKept: boolean;
}

export function openWatch(options: WatchOptions): Watch {
  const memory = newMemory(options.records.alerts());
  return {
    observe: (samples, look) => {
      reckon(memory, look);
      for (const sample of samples) examine(options, memory, sample, look.now);
      endAbsent(options, memory, samples, look);
      save(options, memory, look);
      for (const tell of memory.untold.splice(0)) tell(options.events);
    },
  };
}

function examine(
  { limits, measures }: WatchOptions,
  memory: Memory,
  sample: Sample,
  now: number,
): void {
  const { value, subject, measure } = sample;
  const course = courseOf(memory, sample, now);
  const history = historyOf(course);
  const alert = memory.alerts.get(keyOf(sample)) ?? null;
  const seen = { now, value, history, streak: course.streak, alert };
  const judgement = judge(seen, measureNamed(measure, measures), limits);
  course.streak = "streak" in judgement ? judgement.streak : 0;
  memory.missed.delete(keyOf(sample));
  if (judgement.kind === "fine") return remember(history, value, limits.window);
  if (judgement.kind === "alarm") {
    const { usual, calm } = judgement;
    return begin(memory, { subject, measure, openedAt: now, seenAt: now, value, usual, calm });
  }
  if (!alert || judgement.kind === "calming") return;
  if (judgement.kind === "still-bad") return keep(memory, { ...alert, seenAt: now, value });
  if (judgement.kind === "settled") course.histories.clear();
  end(memory, { ...alert, value }, judgement.kind, now);
}

function remember(history: number[], value: number, window: number): void {
  history.push(value);
  if (history.length > window) history.splice(0, history.length - window);
}

/** Whoever has gone, such as an agent that nobody needs any more, is no trouble any more. */
function endAbsent(
  { limits }: WatchOptions,
  memory: Memory,
  samples: readonly Sample[],
  { expected, now }: Look,
): void {
  const present = new Set(samples.map(keyOf));
  for (const [key, alert] of memory.alerts) {
    if (present.has(key) || !expected.has(alert.measure)) continue;
    const missed = (memory.missed.get(key) ?? 0) + 1;
    memory.missed.set(key, missed);
    if (missed >= limits.sustained) end(memory, alert, "gone", now);
  }
}

function save({ records, limits }: WatchOptions, memory: Memory, look: Look): void {
  const changes = [...memory.unsaved.values()];
  if (changes.length === 0 && !look.isKept) return;
  records.write({
    seen: changes.filter(({ isOver }) => !isOver).map(({ alert }) => alert),
    ended: changes.filter(({ isOver }) => isOver).map(({ alert }) => alert),
    readings: look.isKept ? readingsOf(memory, limits, look) : null,
  });
  memory.unsaved.clear();
}

/** How long a value is shown that comes only now and then, such as a step's time. */
const SHOWN_MS = 3_600_000;

function readingsOf({ courses }: Memory, limits: AnomalyLimits, look: Look): Reading[] {
  return [...courses.values()].flatMap((course) => {
    const { subject, measure, value } = course.last;
    const ageMs = look.now - course.lastAt;
    const isShown = look.expected.has(measure) ? ageMs === 0 : ageMs < SHOWN_MS;
    const usual = (): number | null => usualOf(historyOf(course), limits);
    return isShown ? { subject, measure, readAt: course.lastAt, value, usual: usual() } : [];
  });
}
