import { readFileSync, rmSync } from "node:fs";
import { codeOf } from "../../kernel/errors.ts";
import { writeJson } from "../../kernel/files.ts";
import { isAlive, processStart } from "../processes.ts";

/** Processes that are noted beside the socket, so that whoever comes later finds them. */
export interface NotedProcess {
  readonly pid: number;
  /** Tells it from a later process with its pid. */
  readonly start: number;
}

/** Whoever has noted it is named, too. */
interface NotedClient extends NotedProcess {
  readonly by: NotedProcess;
}

export function noteServer(socket: string, pid: number): void {
  writeJson(serverNote(socket), processOf(pid));
}

/** Undefined when none was noted, or the one that was has ended. */
export function notedServer(socket: string): NotedProcess | undefined {
  const server = read(serverNote(socket)) as NotedProcess | undefined;
  return server && isStillThere(server) ? server : undefined;
}

export function forgetServer(socket: string): void {
  rmSync(serverNote(socket), { force: true });
}

/** A client of this process. */
export function noteClient(socket: string, pid: number): void {
  const client: NotedClient = { ...processOf(pid), by: processOf(process.pid) };
  writeJson(clientNote(socket), client);
}

/** A client that has outlived the process that had it. */
export function leftClient(socket: string): NotedProcess | undefined {
  const client = read(clientNote(socket)) as NotedClient | undefined;
  return client && isStillThere(client) && !isStillThere(client.by) ? client : undefined;
}

export const isStillThere = ({ pid, start }: NotedProcess): boolean =>
  isAlive(pid) && processStart(pid) === start;

const processOf = (pid: number): NotedProcess => ({ pid, start: processStart(pid) ?? 0 });

function read(note: string): unknown {
  try {
    return JSON.parse(readFileSync(note, "utf8"));
  } catch (error) {
    if (codeOf(error) === "ENOENT" || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const serverNote = (socket: string): string => `${socket}.server.json`;
const clientNote = (socket: string): string => `${socket}.client.json`;
