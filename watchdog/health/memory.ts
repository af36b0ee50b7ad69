import type { Moment } from "../../kernel/clock.ts";
import type { EventMap, Events } from "../../kernel/events.ts";
import type { Alert, Sample } from "./record.ts";
import { summaryOf } from "./words.ts";

/** What a watch knows between two looks. */
export interface Memory {
  /** The last look; null before the first. */
  lookedAt: Moment | null;
  readonly alerts: Map<string, Alert>;
  readonly courses: Map<string, Course>;
  /** Looks in a row at which the subject of an alert was not there. */
  readonly missed: Map<string, number>;
  /** What has changed since the last writing: an alert as it is now. */
  readonly unsaved: Map<string, { readonly alert: Alert; readonly isOver: boolean }>;
  /** To be told once it is written, so that no restart tells it again. */
  readonly untold: ((events: Pick<Events, "emit">) => void)[];
}

/** What is remembered of one measure of one subject. */
export interface Course {
  /** Looks in a row that agreed. */
  streak: number;
  last: Sample;
  /** Ms since the epoch. */
  lastAt: number;
  /** Values by activity, oldest first. */
  readonly histories: Map<string, number[]>;
}

export function newMemory(alerts: readonly Alert[]): Memory {
  return {
    lookedAt: null,
    alerts: new Map(alerts.map((alert) => [keyOf(alert), alert])),
    courses: new Map(),
    missed: new Map(),
    unsaved: new Map(),
    untold: [],
  };
}

export const keyOf = ({ subject, measure }: Pick<Sample, "subject" | "measure">): string =>
  `${measure} ${subject}`;

/** The course that the sample goes on with. */
export function courseOf({ courses }: Memory, sample: Sample, at: number): Course {
  const key = keyOf(sample);
  const course = courses.get(key);
  if (course) return Object.assign(course, { last: sample, lastAt: at });
  const begun = { streak: 0, last: sample, lastAt: at, histories: new Map() };
  courses.set(key, begun);
  return begun;
}

/** Of what the subject was doing: to be added to. */
export function historyOf({ histories, last }: Course): number[] {
  const { activity = "" } = last;
  const history = histories.get(activity) ?? [];
  histories.set(activity, history);
  return history;
}

export function begin(memory: Memory, alert: Alert): void {
  const { subject, measure, value, usual } = alert;
  keep(memory, alert);
  const summary = summaryOf(subject, measure, value, usual);
  const told = { subject, measure, value, usual, summary };
  memory.untold.push((events) => events.emit("health.alert", told));
}

/** The alert goes on as it is now. */
export function keep(memory: Memory, alert: Alert): void {
  memory.alerts.set(keyOf(alert), alert);
  memory.unsaved.set(keyOf(alert), { alert, isOver: false });
}

export function end(
  memory: Memory,
  alert: Alert,
  ending: EventMap["health.recovered"]["ending"],
  now: number,
): void {
  const { subject, measure, value, usual, openedAt } = alert;
  const key = keyOf(alert);
  memory.alerts.delete(key);
  memory.missed.delete(key);
  memory.unsaved.set(key, { alert, isOver: true });
  const summary = summaryOf(subject, measure, value, usual);
  const told = { subject, measure, ending, openMs: now - openedAt, summary };
  memory.untold.push((events) => events.emit("health.recovered", told));
}
