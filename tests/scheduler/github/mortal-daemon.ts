import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadConfig } from "../../../daemon/config.ts";
import { openStores, type Stores } from "../../../daemon/stores.ts";
import { eventually } from "../../support/eventually.ts";
import { startGitHub, type GitHubStandIn } from "../../support/github/github.ts";
import { temporaryFolder, type Cleanup } from "../../support/temp.ts";
import type { FromDoor, ToDoor } from "../fixtures/mortal-door.ts";

/** The stand-in, and the process that runs Kantoku's GitHub services against it. */
export interface MortalDaemon {
  readonly github: GitHubStandIn;
  readonly films: ReturnType<GitHubStandIn["repository"]>;
  /** What the process remembers, through connections of the test's own. */
  readonly stores: Stores;
  /** `kill -9`, wherever it stands, and a new one on the same home. */
  revive(): Promise<void>;
  /** Ends it for good, in the same way. */
  kill(): Promise<void>;
  rotateToken(): void;
  /** Bytes of its heap that are in use after a garbage collection. */
  heap(): Promise<number>;
  until(condition: () => boolean, what: string): Promise<void>;
}

export interface MortalOptions {
  /** Of one request. */
  readonly timeoutMs: number;
  /** How long a wait may last before it is in vain. */
  readonly patienceMs: number;
  /** Jobs are made, but nobody works on them; rests take a tenth of their time. */
  readonly isIdle?: boolean;
}

const DOOR = join(import.meta.dirname, "../fixtures/mortal-door.ts");

export async function openMortalDaemon(
  t: Cleanup,
  { timeoutMs, patienceMs, isIdle = false }: MortalOptions,
): Promise<MortalDaemon> {
  // Hooks run in the order of their registration: everything ends before its folder is removed.
  const endings: (() => Promise<void> | void)[] = [];
  t.after(async () => {
    for (const end of endings) await end();
  });
  const home = temporaryFolder(t);
  const time = { ahead: 0 };
  const now = (): number => Date.now() + time.ahead;
  const github = await startGitHub({ now });
  const films = github.repository("acme/films");
  films.allow("olga", "write");
  films.allow("rita", "read");
  const settings = { apiUrl: github.url, repositories: ["acme/films"], pollMs: 1000 };
  writeFileSync(join(home, "kantoku.config.yaml"), JSON.stringify({ github: settings }));
  const stores = openStores(await loadConfig({ home }, { PATH: process.env["PATH"] }));
  const tokenFile = join(home, "token");
  writeFileSync(tokenFile, github.token);

  const environment = { PATH: process.env["PATH"], GITHUB_TOKEN_FILE: tokenFile };
  const args = [home, String(timeoutMs), ...(isIdle ? ["idle"] : [])];
  const start = (): Door => openDoor(args, environment, time);
  let door = start();
  endings.push(
    () => door.kill(),
    () => github.close(),
    () => stores[Symbol.dispose](),
  );
  return {
    github,
    films,
    stores,
    kill: () => door.kill(),
    revive: async () => {
      await door.kill();
      door = start();
    },
    rotateToken: () => {
      github.rotateToken();
      writeFileSync(tokenFile, github.token);
    },
    heap: () => door.heap(),
    until: async (condition, what) => {
      const isSo = (): boolean => {
        if (door.failure) throw door.failure;
        return condition();
      };
      await eventually(what, isSo, patienceMs);
    },
  };
}

interface Door {
  /** It ended without being killed. */
  readonly failure: Error | undefined;
  kill(): Promise<void>;
  heap(): Promise<number>;
}

function openDoor(args: readonly string[], env: NodeJS.ProcessEnv, time: { ahead: number }): Door {
  const child = fork(DOOR, args, { env, execArgv: ["--expose-gc"] });
  const exit = once(child, "exit");
  let failure: Error | undefined;
  let isMeantToEnd = false;
  const tell = (message: ToDoor): void => void (child.connected && child.send(message, () => {}));
  child.on("message", ({ sleep }: FromDoor) => {
    if (sleep === undefined) return;
    time.ahead += sleep;
    tell({ ahead: time.ahead });
  });
  child.on("exit", (code) => {
    if (!isMeantToEnd) failure = new Error(`The daemon ended by itself with ${code}`);
  });
  return {
    get failure() {
      return failure;
    },
    kill: async () => {
      isMeantToEnd = true;
      child.kill("SIGKILL");
      await exit;
    },
    heap: async () => {
      tell({ measure: true });
      return heapOf(child);
    },
  };
}

async function heapOf(child: ChildProcess): Promise<number> {
  for (;;) {
    const [{ heap }] = (await once(child, "message")) as [FromDoor];
    if (heap !== undefined) return heap;
  }
}
