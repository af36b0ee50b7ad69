/** What is measured, of whom, and when it matters. */
export interface Measure {
  /** As a person calls it. */
  readonly words: string;
  readonly unit: "seconds" | "bytes" | "cores" | "files";
  readonly worse: "more" | "less";
  /** Smaller deviations are nobody's business, however unusual they are. */
  readonly leastChange: number;
  /** Beyond this it is wrong in any case, usual or not. */
  readonly limit: number | null;
}

const MB = 1e6;
const GB = 1e9;

/**
 * All measures with their defaults. A change is worth a person's attention when somebody would feel
 * it: memory that another agent could run in, half a core, a delay that a person notices.
 */
export const MEASURES = {
  /** Of an agent: how much later than every second it beats. */
  "beat-delay": more("late beat", "seconds", 2),
  /** Of an agent with all its processes, or of the daemon. */
  memory: more("memory", "bytes", 256 * MB),
  cpu: more("CPU", "cores", 0.5),
  "open-files": more("open files", "files", 200),
  /** Of an agent: what its work in hand takes on the disk. */
  "work-folder": more("work folder", "bytes", GB),
  /** Of a role: from an agent's start of a step to its end. */
  "step-time": more("step time", "seconds", 30),
  /** Of a topic: since when the message that has waited longest is ready. */
  "queue-age": more("longest wait", "seconds", 300),
  /** Of the daemon. Two seconds are what a person takes for a hang. */
  "tmux-round-trip": more("tmux round trip", "seconds", 0.25, 2),
  "database-write": more("database write", "seconds", 0.25, 2),
  "event-loop-lag": more("event loop lag", "seconds", 0.5, 2),
  /** Of the host: where data/ lies. Films need room while they are made. */
  "disk-free": { words: "free disk", unit: "bytes", worse: "less", leastChange: 2 * GB, limit: GB },
} as const satisfies Readonly<Record<string, Measure>>;

export type MeasureName = keyof typeof MEASURES;
export const MEASURE_NAMES = Object.keys(MEASURES) as MeasureName[];

/** What a configuration may say otherwise. */
export type MeasureChoices = Readonly<Partial<Record<MeasureName, MeasureChoice>>>;

interface MeasureChoice {
  readonly leastChange?: number | undefined;
  readonly limit?: number | null | undefined;
}

export function measureNamed(name: MeasureName, choices: MeasureChoices = {}): Measure {
  const known = MEASURES[name];
  const { leastChange = known.leastChange, limit = known.limit } = choices[name] ?? {};
  return { ...known, leastChange, limit };
}

function more(
  words: string,
  unit: Measure["unit"],
  leastChange: number,
  limit: number | null = null,
): Measure {
  return { words, unit, worse: "more", leastChange, limit };
}
