import { clockTime } from "../../agents/view.ts";
import { fit, printable, textWidth } from "../../agents/text-width.ts";
import type { Heartbeat } from "../../queue/heartbeat.ts";
import type { JobView, StepView } from "../../scheduler/job.ts";

/** Shows how far a job is. */
export interface Progress {
  /** `waits` tell what stands still, and why. */
  show(job: JobView, beats: readonly Heartbeat[], now: number, waits?: readonly string[]): void;
  /** Leaves the last picture standing. */
  end(): void;
}

interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** A picture that is drawn over itself on a terminal; elsewhere a line for each step that ends. */
export function createProgress(terminal: Terminal): Progress {
  return terminal.isTTY ? picture(terminal) : lines(terminal);
}

function picture(terminal: Terminal): Progress {
  let drawn = 0;
  return {
    show: (job, beats, now, waits = []) => {
      const columns = terminal.columns ?? 80;
      const pauses = waits.flatMap((words) => inRows(words, columns));
      const rows = [...renderProgress(job, beats, now, columns), ...pauses];
      const back = drawn > 0 ? `\u001b[${drawn}A\r` : "";
      terminal.write(`${back}\u001b[J${rows.join("\n")}\n`);
      drawn = rows.length;
    },
    end: () => (drawn = 0),
  };
}

function lines(terminal: Terminal): Progress {
  const told = new Set<string>();
  return {
    show: (job, _beats, now, waits = []) => {
      for (const words of waits.filter((each) => !told.has(each))) {
        told.add(words);
        terminal.write(`${words}\n`);
      }
      for (const step of job.steps.filter(hasEnded)) {
        const key = `${step.name}/${step.attempts}/${step.status}`;
        if (told.has(key)) continue;
        told.add(key);
        terminal.write(`${endedLine(step, job, now)}\n`);
      }
    },
    end: () => {},
  };
}

const BAR = 24;

/** A bar over all steps, then a line for each step that an agent has in hand. */
export function renderProgress(
  job: JobView,
  beats: readonly Heartbeat[],
  now: number,
  columns: number,
): string[] {
  const { done, total } = job.progress;
  const filled = total === 0 ? 0 : Math.round((done / total) * BAR);
  const bar = "█".repeat(filled) + "░".repeat(BAR - filled);
  const elapsed = clockTime((job.finishedAt ?? now) - job.createdAt);
  const head = `${bar} ${done}/${total} steps · ${elapsed} · ${job.status} · ${printable(job.title)}`;
  const running = job.steps.filter((step) => step.status === "running");
  const rows = running.map((step) => runningLine(step, beatOf(step, job, beats)));
  return [head, ...rows].map((row) => fit(row, columns - 1));
}

/** What is too long goes on in the next row: at its end stands what to do. */
function inRows(words: string, columns: number): string[] {
  const rows = [" "];
  for (const word of words.split(" ")) {
    const longer = `${rows.at(-1)} ${word}`;
    if (textWidth(longer) < columns) rows.splice(-1, 1, longer);
    else rows.push(`    ${word}`);
  }
  return rows.map((row) => fit(row, columns - 1));
}

function beatOf(step: StepView, job: JobView, beats: readonly Heartbeat[]): Heartbeat | undefined {
  return beats.find((beat) => beat.job === job.id && beat.step === step.name);
}

function runningLine(step: StepView, beat: Heartbeat | undefined): string {
  const name = step.name.padEnd(14);
  const agent = (beat?.agent ?? step.agent ?? "").padEnd(12);
  const progress = beat?.progress ?? null;
  const share = (progress === null ? "" : `${Math.round(progress * 100)} %`).padStart(5);
  return `  ${name} ${agent} ${share} ${printable(beat?.doing ?? "")}`;
}

function hasEnded({ status }: StepView): boolean {
  return status === "done" || status === "failed" || status === "skipped" || status === "cancelled";
}

/** `0:12  script done (writer, 0.4 s): eight beats in 30 s` */
function endedLine(step: StepView, job: JobView, now: number): string {
  const at = clockTime((step.finishedAt ?? now) - job.createdAt);
  const seconds =
    step.startedAt !== null && step.finishedAt !== null
      ? `, ${((step.finishedAt - step.startedAt) / 1000).toFixed(1)} s`
      : "";
  const agent = step.agent === null ? "" : ` (${step.agent}${seconds})`;
  const words = step.failure?.message ?? step.summary ?? "";
  return `${at.padStart(5)}  ${step.name} ${step.status}${agent}${words ? `: ${printable(words)}` : ""}`;
}
