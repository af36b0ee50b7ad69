import { OperationalError } from "../../kernel/errors.ts";
import type { Systemctl } from "./systemctl.ts";

/** One thing to do, and the words for it. */
export interface Step {
  readonly words: string;
  act(): Promise<unknown> | void;
}

/** Takes the steps in their order and tells of each that is done; the first that fails ends it. */
export async function takeSteps(
  steps: readonly Step[],
  tell: (words: string) => void,
): Promise<void> {
  for (const step of steps) {
    await step.act();
    tell(step.words);
  }
}

/** A call to systemctl as a step. */
export function order(systemctl: Systemctl, ...args: string[]): Step {
  return { words: systemctl.words(...args), act: () => systemctl.do(...args) };
}

/** Throws `no-permission` when only root may do what was asked for. */
export function expectRight(user: boolean): void {
  if (user || process.getuid?.() === 0) return;
  throw new OperationalError("no-permission", "Only root may change the system's units.", {
    hint: "Use sudo, or --user for your own systemd.",
  });
}
