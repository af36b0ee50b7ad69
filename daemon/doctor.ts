import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { readJson } from "../kernel/files.ts";
import { run } from "../kernel/process.ts";

/**
 * What the machine must have. `scripts/setup` installs it and `kantoku doctor` shows it; both read
 * this list. Only Node's own modules are imported here, since it runs before `npm ci`.
 */
interface Program {
  readonly program: string;
  /** Debian's and Ubuntu's package. */
  readonly package: string;
  readonly purpose: string;
  readonly versionFlag: string;
}

const PROGRAMS: readonly Program[] = [
  { program: "tmux", package: "tmux", purpose: "a pane for each agent", versionFlag: "-V" },
  { program: "ffmpeg", package: "ffmpeg", purpose: "sound and joining", versionFlag: "-version" },
  { program: "ffprobe", package: "ffmpeg", purpose: "measuring", versionFlag: "-version" },
  {
    program: "chromium-headless-shell",
    package: "chromium-headless-shell",
    purpose: "drawing the pictures",
    versionFlag: "--version",
  },
  { program: "flite", package: "flite", purpose: "English voice", versionFlag: "--version" },
  {
    program: "espeak-ng",
    package: "espeak-ng",
    purpose: "voice for other languages",
    versionFlag: "--version",
  },
  { program: "ps", package: "procps", purpose: "looking at processes", versionFlag: "--version" },
];

const OLDEST_NODE = 24;

export interface Finding {
  readonly name: string;
  readonly purpose: string;
  readonly ok: boolean;
  /** Version when it is there and can tell; otherwise what is wrong. */
  readonly detail: string;
  /** The command that mends it; empty when all is well. */
  readonly remedy: string;
}

/** Debian packages that are missing, each once; decided by the PATH alone, so it takes no time. */
export function missingPackages(path: string): string[] {
  const missing = PROGRAMS.filter(({ program }) => !findProgram(program, path));
  return [...new Set(missing.map((program) => program.package))];
}

/** Whether `node_modules` holds just what `package-lock.json` asks for on this platform. */
export function areModulesInstalled(project: string): boolean {
  const wanted = lockedVersions(join(project, "package-lock.json"));
  const installed = lockedVersions(join(project, "node_modules", ".package-lock.json"));
  if (!installed || !wanted) return false;
  return [...wanted].every(([path, { version, optional }]) => {
    const found = installed.get(path);
    return found ? found.version === version : optional;
  });
}

/** The whole check, with versions; asks each program, so it takes about a second. */
export async function examineMachine(project: string, path: string): Promise<Finding[]> {
  const programs = await Promise.all(PROGRAMS.map((program) => examineProgram(program, path)));
  return [examineNode(process.versions.node), examineModules(project), ...programs];
}

export function findProgram(program: string, path: string): string | undefined {
  return path
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, program))
    .find(isExecutable);
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
    remedy: ok ? "" : `npm ci --prefix ${project}`,
  };
}

async function examineProgram(wanted: Program, path: string): Promise<Finding> {
  const { program: name, purpose } = wanted;
  const file = findProgram(name, path);
  if (!file) {
    const remedy = `apt-get install ${wanted.package}`;
    return { name, purpose, ok: false, detail: "not found on the PATH", remedy };
  }
  const { stdout, stderr } = await run(file, [wanted.versionFlag], { timeoutMs: 10_000 });
  const version = /\d+(?:\.\d+)+\w*|\d+\.\d+\w/.exec(stdout + stderr)?.[0];
  return { name, purpose, ok: true, detail: version ?? "found", remedy: "" };
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
