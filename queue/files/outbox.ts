import { existsSync, mkdirSync, readdirSync, type Dirent } from "node:fs";
import { join } from "node:path";
import { inStep, systemClock, type Clock } from "../../kernel/clock.ts";
import { loop, type LoopOptions, type Service } from "../../kernel/service.ts";
import { FREE_TOPICS, type TopicCatalog } from "../catalog.ts";
import { AgentFolder, type OutboxQueue } from "./agent-folder.ts";
import { ANNOUNCEMENT_FILE, nameRefusal } from "./announcement.ts";
import { watchFolder } from "./folder-watch.ts";
import { writeReason } from "./rejection.ts";
import { rethrow } from "./unusable.ts";

export interface FileOutboxOptions extends Pick<LoopOptions, "onFailure"> {
  /** Where each foreign agent has a folder of its own. */
  readonly folder: string;
  readonly queue: OutboxQueue;
  /** What topics there can be; by default any. */
  readonly catalog?: TopicCatalog;
  readonly clock?: Clock;
}

const NAME = "file-outbox";
/** How often new folders are looked for, should the watch miss one. */
const EVERY_MS = 5_000;

/**
 * The door out of the queue for shell scripts and programs in other languages: whoever puts an
 * `agent.json` into a folder of its own here gets messages as files, and answers with files.
 */
export function fileOutbox(options: FileOutboxOptions): Service {
  const { catalog = FREE_TOPICS, clock = systemClock, onFailure } = options;
  mkdirSync(options.folder, { recursive: true });
  return {
    name: NAME,
    run: async (signal) => {
      const agents = new Agents({ ...options, catalog, clock }, signal);
      await using watch = await watchFolder(options.folder);
      const wake = (signal: AbortSignal): Promise<void> => watch.changed(signal);
      const looking = { clock, wake, ...(onFailure && { onFailure }) };
      await loop(NAME, () => agents.look(), looking).run(agents.signal);
      await agents.ended();
    },
  };
}

type AgentsOptions = FileOutboxOptions & Required<Pick<FileOutboxOptions, "catalog" | "clock">>;

/** The agents' folders that are being served. */
class Agents {
  /** Aborts with the outer one, or when an agent's service fails for good. */
  readonly signal: AbortSignal;
  readonly #options: AgentsOptions;
  readonly #failed = new AbortController();
  readonly #running = new Map<string, Promise<void>>();
  readonly #refused = new Set<string>();
  #failure: unknown;

  constructor(options: AgentsOptions, signal: AbortSignal) {
    this.#options = options;
    this.signal = AbortSignal.any([signal, this.#failed.signal]);
  }

  /** Begins to serve the folders that have come since. */
  look(): number {
    const { folder } = this.#options;
    try {
      for (const entry of readdirSync(folder, { withFileTypes: true })) this.#meet(entry);
      return inStep(EVERY_MS, this.#options.clock.now());
    } catch (cause) {
      rethrow(folder, cause);
    }
  }

  /** Resolves when all have stopped; throws what made one of them fail. */
  async ended(): Promise<void> {
    await Promise.all(this.#running.values());
    if (this.#failed.signal.aborted) throw this.#failure;
  }

  #meet(entry: Dirent): void {
    const { name } = entry;
    if (this.#running.has(name) || this.#refused.has(name)) return;
    const folder = join(this.#options.folder, name);
    if (entry.isSymbolicLink())
      return this.#refuse(name, folder, "It is a symbolic link; make a folder here.");
    if (!entry.isDirectory()) return;
    const refusal = nameRefusal(name);
    if (refusal === undefined) return this.#serve(name, folder);
    const announcement = join(folder, ANNOUNCEMENT_FILE);
    if (existsSync(announcement)) this.#refuse(name, announcement, refusal);
  }

  #refuse(name: string, path: string, reason: string): void {
    this.#refused.add(name); // Before what may fail: one bad folder hinders no other.
    writeReason(path, reason);
  }

  #serve(name: string, folder: string): void {
    const running = new AgentFolder({ ...this.#options, name, folder })
      .run(this.signal)
      .catch((error: unknown) => {
        this.#failure ??= error;
        this.#failed.abort();
      })
      .finally(() => this.#running.delete(name));
    this.#running.set(name, running);
  }
}
