import { join } from "node:path";

/** Where one supervisor keeps its children. */
export interface Site {
  /** Of its own; removed afterwards. */
  readonly folder: string;
  /** Names of the children. */
  readonly slots: readonly string[];
  /** Where a child says that it runs. */
  readonly socket: string;
}

/** A supervisor under measurement. */
export interface Peer {
  readonly name: string;
  /** How it is set up, for the report. */
  readonly settings: string;
  /** Such as `2.1.2`; undefined when it is not installed. */
  version(): Promise<string | undefined>;
  /** Starts it with all its children; when disposed of, nothing of it is left. */
  start(site: Site): Promise<AsyncDisposable>;
}

const CHILD = join(import.meta.dirname, "fixtures", "child.mjs");

/** Program and arguments of the bare child in this slot. */
export function childOf({ socket }: Site, slot: string): readonly string[] {
  return [process.execPath, CHILD, socket, slot];
}
