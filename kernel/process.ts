import { spawn } from "node:child_process";
import { codeOf, messageOf, OperationalError } from "./errors.ts";

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array;
  /** The child gets SIGTERM then, and SIGKILL two seconds later. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Each of stdout and stderr keeps its last `maxBytes` (default 8 MiB). */
  readonly maxBytes?: number;
  /** Called with each chunk of stderr, for tools that report progress there. */
  readonly onStderr?: (chunk: string) => void;
}

export interface RunResult {
  readonly stdout: string;
  readonly stderr: string;
  /** Null when a signal ended the child. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly durationMs: number;
}

const KILL_AFTER_MS = 2_000;
/** What a program has written is in its pipes when it ends; what comes later is somebody else's. */
const READ_ON_MS = 1_000;
const DEFAULT_MAX_BYTES = 8 * 1024 * 1024;

/**
 * Runs a program without a shell and waits for its end, whatever the exit code. It has ended when its
 * process has, also where its pipes live on in another: a child of it, or whom it handed them to.
 * Rejects with `program-missing`, `program-timed-out`, or the signal's abort reason.
 */
export function run(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args], {
      stdio: ["pipe", "pipe", "pipe"],
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...(options.env === undefined ? {} : { env: options.env }),
    });
    const stdout = tail(options.maxBytes ?? DEFAULT_MAX_BYTES);
    const stderr = tail(options.maxBytes ?? DEFAULT_MAX_BYTES);
    const ending = terminateOn(child, options);
    child.stdout.on("data", stdout.push);
    child.stderr.on("data", (chunk: Buffer) => {
      stderr.push(chunk);
      options.onStderr?.(chunk.toString());
    });
    child.stdin.on("error", () => {}); // A child may end before it has read everything.
    child.stdin.end(options.input ?? "");
    child.on("error", (cause) => {
      ending.clear();
      reject(missing(program, cause));
    });
    child.on("exit", () => {
      ending.clear();
      closePipes(child, ending.timedOut() || options.signal?.aborted ? 0 : READ_ON_MS);
    });
    child.on("close", (exitCode, signal) => {
      if (options.signal?.aborted) return reject(options.signal.reason as Error);
      if (ending.timedOut()) return reject(timedOut(program, options.timeoutMs ?? 0));
      const durationMs = performance.now() - started;
      resolve({ stdout: stdout.text(), stderr: stderr.text(), exitCode, signal, durationMs });
    });
  });
}

/** As `run`, but anything except exit code 0 rejects with `program-failed` and the end of stderr. */
export async function runOrThrow(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  const result = await run(program, args, options);
  if (result.exitCode === 0) return result;
  const ending = result.signal ?? `exit code ${result.exitCode}`;
  const lastLines = result.stderr.trim().split("\n").slice(-4).join("\n");
  const words = lastLines ? `: ${lastLines}` : ", and did not say why.";
  throw new OperationalError("program-failed", `${program} ended with ${ending}${words}`);
}

function terminateOn(child: ReturnType<typeof spawn>, options: RunOptions) {
  let timedOut = false;
  let kill: NodeJS.Timeout | undefined;
  const terminate = (): void => {
    child.kill("SIGTERM");
    kill ??= setTimeout(() => child.kill("SIGKILL"), KILL_AFTER_MS);
  };
  const deadline =
    options.timeoutMs === undefined
      ? undefined
      : setTimeout(() => {
          timedOut = true;
          terminate();
        }, options.timeoutMs);
  options.signal?.addEventListener("abort", terminate, { once: true });
  if (options.signal?.aborted) terminate();
  return {
    timedOut: () => timedOut,
    clear: () => {
      clearTimeout(deadline);
      clearTimeout(kill);
      options.signal?.removeEventListener("abort", terminate);
    },
  };
}

/** The child's `close` comes then. Whoever keeps the other ends would keep our process from ending, too. */
function closePipes(child: ReturnType<typeof spawn>, afterMs: number): void {
  const close = (): void => {
    child.stdout?.destroy();
    child.stderr?.destroy();
  };
  // After the next look at them: a busy process comes to its timers first.
  const later = setTimeout(() => setImmediate(close), afterMs);
  child.once("close", () => clearTimeout(later));
}

function tail(maxBytes: number) {
  let chunks: Buffer[] = [];
  let size = 0;
  return {
    push: (chunk: Buffer): void => {
      chunks.push(chunk);
      size += chunk.length;
      if (size <= maxBytes * 2) return;
      chunks = [Buffer.concat(chunks).subarray(-maxBytes)];
      size = maxBytes;
    },
    text: () => Buffer.concat(chunks).subarray(-maxBytes).toString("utf8"),
  };
}

function missing(program: string, cause: Error): OperationalError {
  const words =
    codeOf(cause) === "ENOENT" ? "was not found" : `can't be started: ${messageOf(cause)}`;
  return new OperationalError("program-missing", `${program} ${words}.`, {
    hint: "Run ./kantoku doctor: it lists what is missing and how to install it.",
    cause,
  });
}

function timedOut(program: string, timeoutMs: number): OperationalError {
  return new OperationalError("program-timed-out", `${program} took longer than ${timeoutMs} ms.`);
}
