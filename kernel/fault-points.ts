/**
 * Named places around commits where a test can make the worst happen. Nothing is armed in
 * production: no flag, no environment variable and no message can reach this, only code that
 * imports one of the arming functions, and only tests do.
 */

type Fault = (name: string) => void;

const faults = new Set<Fault>();

/** Marks an instant worth dying at, such as `queue.ack.before-commit`. Costs one comparison. */
export function faultPoint(name: string): void {
  if (faults.size === 0) return;
  for (const fault of faults) fault(name);
}

/** Calls `fault` with the name of every point that is passed, until disposed. For tests only. */
export function armFaultPoints(fault: Fault): Disposable {
  faults.add(fault);
  return { [Symbol.dispose]: () => void faults.delete(fault) };
}

/**
 * Kills this process with SIGKILL when it passes `name` for the nth time, as a power cut would:
 * no handler runs, nothing is flushed. For tests only.
 */
export function crashAt(name: string, nth = 1): Disposable {
  let passed = 0;
  return armFaultPoints((point) => {
    if (point === name && ++passed === nth) process.kill(process.pid, "SIGKILL");
  });
}

/** Resolves when `name` is passed next: what a test awaits instead of time. For tests only. */
export function reached(name: string): Promise<void> {
  return new Promise((resolve) => {
    const armed = armFaultPoints((point) => {
      if (point !== name) return;
      armed[Symbol.dispose]();
      resolve();
    });
  });
}
