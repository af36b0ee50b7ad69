import type { Command } from "commander";
import { examineRepository, setUpRepository, type Piece } from "../../github-setup.ts";
import { EXIT } from "../exit.ts";
import { examples } from "../options.ts";
import { print, printJson, table } from "../output.ts";
import { openRepositories } from "./repositories.ts";

interface Options {
  dryRun?: boolean;
  json?: boolean;
}

export function defineSetup(command: Command): void {
  const verb = command
    .command("setup")
    .description("make the labels and the issue form in a repository")
    .argument("[repository]", "owner/name (default: those of the settings)")
    .option("--dry-run", "say what would be made, and change nothing")
    .option("--json", "print JSON")
    .action(setup);
  examples(verb, "kantoku github setup", "kantoku github setup acme/films --dry-run");
}

/** Can be run again and again. Exit code 1 when something could not be made. */
async function setup(name: string | undefined, options: Options, command: Command): Promise<void> {
  const { repositories, signal, ...parts } = await openRepositories(name, command);
  const act = options.dryRun ? examineRepository : setUpRepository;
  const results: { repository: string; pieces: Piece[] }[] = [];
  for (const { ref, ...repository } of repositories) {
    results.push({ repository: ref, pieces: await act(repository, parts, signal) });
  }
  const isFailed = results.some(({ pieces }) => pieces.some(({ state }) => state === "failed"));
  if (isFailed) process.exitCode = EXIT.failed;
  if (options.json) return printJson(results);
  for (const { repository, pieces } of results) print(`${repository}\n${describe(pieces)}`);
}

function describe(pieces: readonly Piece[]): string {
  return table(
    ["", "what", "state", ""],
    pieces.map(({ kind, name, state, remedy }) => [kind, name, state, remedy]),
  );
}
