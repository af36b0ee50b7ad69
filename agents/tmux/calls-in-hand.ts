import type { OperationalError } from "../../kernel/errors.ts";
import type { Command } from "./command.ts";
import { refused } from "./failures.ts";

/** Calls that wait for their answers. tmux answers in the order in which it was asked. */
export interface CallsInHand {
  /** Resolves with what each command printed; rejects with `tmux-refused`, or as `fail` says. */
  add(commands: readonly Command[]): Promise<string[]>;
  /** Takes the next command's answer; false when nobody has asked. */
  take(answer: { readonly isRefusal: boolean; readonly text: string }): boolean;
  fail(error: OperationalError): void;
}

interface Call {
  readonly commands: readonly Command[];
  readonly texts: string[];
  readonly deadline: NodeJS.Timeout;
  readonly answer: (texts: string[]) => void;
  readonly fail: (error: OperationalError) => void;
}

/** `onLate` is called when a call has waited for longer than `timeoutMs`. */
export function openCallsInHand(timeoutMs: number, onLate: () => void): CallsInHand {
  const calls: Call[] = [];
  const finish = (): Call | undefined => {
    const call = calls.shift();
    clearTimeout(call?.deadline);
    return call;
  };
  return {
    add: (commands) =>
      new Promise((answer, fail) => {
        calls.push({ commands, texts: [], deadline: setTimeout(onLate, timeoutMs), answer, fail });
      }),
    take: ({ isRefusal, text }) => {
      const [call] = calls;
      if (!call) return false;
      const { commands, texts, answer, fail } = call;
      if (!isRefusal) texts.push(text);
      if (isRefusal || texts.length === commands.length) finish();
      // What follows a refused command is not run, and not answered.
      if (isRefusal) fail(refused(commands[texts.length], text));
      else if (texts.length === commands.length) answer(texts);
      return true;
    },
    fail: (error) => {
      for (let call = finish(); call; call = finish()) call.fail(error);
    },
  };
}
