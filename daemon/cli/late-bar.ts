import { createBar } from "./bar.ts";

/** Shows bytes as they are copied; quick work is done before there is anything to show. */
export function lateBar(terminal: Parameters<typeof createBar>[0], afterMs = 1_000) {
  const bar = createBar(terminal);
  const startedAt = performance.now();
  return {
    show: (done: number, total: number, doing: string): void => {
      if (performance.now() - startedAt < afterMs) return;
      bar.show(Math.round(done / 1e6), Math.round(total / 1e6), `MB ${doing}`);
    },
    end: (): void => bar.end(),
  };
}
