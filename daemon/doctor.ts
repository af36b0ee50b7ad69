import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import { parseVersion, SOUND_SINCE, suitability, TOO_OLD } from "../agents/tmux/version.ts";
import { codeOf } from "../kernel/errors.ts";
import { readJson } from "../kernel/files.ts";
import { run, type RunResult } from "../kernel/process.ts";

/**
 * A program that the machine must have, or should (a line of `programs.txt` or `voices.txt`, which
 * `scripts/setup` reads too, before there is any Node).
 */
interface Program {
  readonly program: string;
  /** Debian's and Ubuntu's package. */
  readonly package: string;
  readonly purpose: string;
  readonly versionFlag: string;
}

const OLDEST_NODE = 24;
/** Instead of a version flag: what is there is enough. */
const UNASKED = "-";

export interface Finding {
  readonly name: string;
  readonly purpose: string;
  readonly ok: boolean;
  /** Version when it is there and can tell; otherwise what is wrong. */
  readonly detail: string;
  /** The command that mends it; empty when all is well. */
  readonly remedy: string;
}

/**
 * Whether `node_modules` holds just what `package-lock.json` asks for on this platform. Works before
 * they are installed, with Node's own modules alone.
 */
export function areModulesInstalled(project: string): boolean {
  const wanted = lockedVersions(join(project, "package-lock.json"));
  const installed = lockedVersions(join(project, "node_modules", ".package-lock.json"));
  if (!installed || !wanted) return false;
  return [...wanted].every(([path, { version, optional }]) => {
    const found = installed.get(path);
    return found ? found.version === version : optional;
  });
}

const PATIENCE_MS = 10_000;

/** The whole check, with versions; asks each program, so it takes about a second, and `patienceMs` at most. */
export async function examineMachine(
  project: string,
  path: string,
  patienceMs = PATIENCE_MS,
): Promise<Finding[]> {
  const examine = (list: string): Promise<Finding[]> => {
    const wanted = readPrograms(join(project, "daemon", list));
    return Promise.all(wanted.map((program) => examineProgram(program, path, patienceMs)));
  };
  const programs = await examine("programs.txt");
  const voices = (await examine("voices.txt")).map(unneeded);
  return [examineNode(process.versions.node), examineModules(project), ...programs, ...voices];
}

/** On the PATH, or a file by its whole path. */
export function findProgram(program: string, path: string): string | undefined {
  if (isAbsolute(program)) return existsSync(program) ? program : undefined;
  return path
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, program))
    .find(isExecutable);
}

function readPrograms(file: string): Program[] {
  const lines = readFileSync(file, "utf8").split("\n");
  return lines
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const [program = "", name = "", versionFlag = "", ...purpose] = line.split(/\s+/);
      return { program, package: name, versionFlag, purpose: purpose.join(" ") };
    });
}

function examineNode(version: string): Finding {
  const ok = Number.parseInt(version, 10) >= OLDEST_NODE;
  const detail = ok ? version : `${version} is too old: ${OLDEST_NODE} or newer is needed`;
  return { name: "node", purpose: "everything", ok, detail, remedy: ok ? "" : "scripts/setup" };
}

function examineModules(project: string): Finding {
  const ok = areModulesInstalled(project);
  const detail = ok ? "as in package-lock.json" : "not as in package-lock.json";
  return {
    name: "node_modules",
    purpose: "libraries",
    ok,
    detail,
    remedy: ok ? "" : "scripts/setup",
  };
}

async function examineProgram(wanted: Program, path: string, patienceMs: number): Promise<Finding> {
  const { program, purpose } = wanted;
  const name = isAbsolute(program) ? wanted.package : program;
  const file = findProgram(program, path);
  if (!file) {
    const remedy = `apt-get install ${wanted.package}`;
    return {
      name,
      purpose,
      ok: false,
      detail: isAbsolute(program) ? "not found" : "not found on the PATH",
      remedy,
    };
  }
  if (wanted.versionFlag === UNASKED) {
    return { name, purpose, ok: true, detail: "found", remedy: "" };
  }
  const answer = await inTime(run(file, [wanted.versionFlag], { timeoutMs: patienceMs }));
  if (answer === "late") {
    const detail = `${file} gave no answer within ${patienceMs / 1_000} s`;
    return { name, purpose, ok: false, detail, remedy: `${file} ${wanted.versionFlag}` };
  }
  const { stdout, stderr, exitCode } = answer;
  if (exitCode !== 0 && name === "tmux") {
    const detail = `${file} does not run: ${stderr.trim().split("\n")[0] || `exit code ${exitCode}`}`;
    return {
      name,
      purpose,
      ok: false,
      detail,
      remedy: `apt-get install --reinstall ${wanted.package}`,
    };
  }
  const version = /\d+(?:\.\d+)+\w*|\d+\.\d+\w/.exec(stdout + stderr)?.[0];
  const found = { name, purpose, ok: true, detail: version ?? "found", remedy: "" };
  return name === "tmux" ? { ...found, ...judgeTmux(found.detail, stdout) } : found;
}

/** One that hangs must not keep people from hearing of all others. */
async function inTime(running: Promise<RunResult>): Promise<RunResult | "late"> {
  try {
    return await running;
  } catch (error) {
    if (codeOf(error) === "program-timed-out") return "late";
    throw error;
  }
}

/** A better voice that is missing is told, with what brings it, and is no fault. */
function unneeded(finding: Finding): Finding {
  if (finding.ok) return finding;
  const detail = `not there; a plainer voice speaks (${finding.remedy})`;
  return { ...finding, ok: true, detail, remedy: "" };
}

/** Old ones lack what Kantoku needs; later ones lose the end of a process at times, which it finds by itself. */
function judgeTmux(version: string, words: string): Partial<Finding> {
  switch (suitability(parseVersion(words))) {
    case "too old":
      return { ok: false, detail: `${version} is too old: ${TOO_OLD}`, remedy: `tmux: ${TOO_OLD}` };
    case "faulty":
      return { detail: `${version} will do; ${SOUND_SINCE}` };
    case "sound":
      return {};
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

interface LockFile {
  readonly packages: Readonly<Record<string, { version?: string; optional?: boolean }>>;
}

function lockedVersions(file: string) {
  if (!existsSync(file)) return undefined;
  const { packages } = readJson(file) as LockFile;
  const entries = Object.entries(packages).filter(([path]) => path !== "");
  return new Map(
    entries.map(([path, { version, optional }]) => [
      path,
      { version, optional: optional === true },
    ]),
  );
}
