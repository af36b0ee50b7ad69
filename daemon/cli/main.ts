import { Command, CommanderError } from "commander";
import { version } from "../version.ts";
import { COMMANDS, type Entry } from "./commands.ts";
import { EXIT, exitCodeOf, report } from "./exit.ts";
import { refuseUnknown, usageError } from "./usage.ts";
import { commandWords, inOrder } from "./words.ts";

/** `kantoku …`: loads the one command that was asked for, so that every other costs nothing. */
async function main(typed: readonly string[]): Promise<void> {
  // A reader that went away, such as `head`, is no failure.
  process.stdout.on("error", () => process.exit(EXIT.done));
  process.stderr.on("error", () => {});
  const program = describeProgram();
  let named: string[] = [];
  try {
    const words = inOrder(typed);
    named = commandWords(words);
    await addCommands(program, named);
    await program.parseAsync(words, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return;
    // Help was asked for by naming a group alone, and is there.
    const isTold = error instanceof CommanderError && error.code === "commander.help";
    const wrong = error instanceof CommanderError ? usageError(error, program, named) : error;
    if (!isTold) report(wrong);
    process.exitCode = exitCodeOf(wrong);
  }
}

const CODES =
  "Exit codes: 0 done, 1 failed, 2 bad usage or input, 3 not running, 75 try again later.";

function describeProgram(): Command {
  return new Command("kantoku")
    .description("Makes films by itself: briefs and GitHub issues in, finished MP4s out.")
    .option(
      "--home <folder>",
      "folder with data/ and logs/ (default: KANTOKU_HOME, or the project)",
    )
    .option("--config <file>", "config file (default: kantoku.config.yaml or .ts in the home)")
    .version(version, "-V, --version", "print the version")
    .addHelpText(
      "after",
      `\nExamples:\n  kantoku up --detach\n  kantoku submit brief.md --wait\n\n${CODES}`,
    )
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .configureOutput({ outputError: () => {} })
    .enablePositionalOptions()
    .showSuggestionAfterError();
}

/** Every command by its name, and those that were asked for in full. */
async function addCommands(program: Command, [asked, below]: readonly string[]): Promise<void> {
  for (const entry of COMMANDS) {
    const command = add(program, entry);
    if (entry.name !== asked) continue;
    (await entry.load()).define(command);
    refuseUnknown(command, below);
  }
  refuseUnknown(program, asked);
}

function add(program: Command, { name, summary }: Entry): Command {
  return program.command(name).summary(summary).description(summary);
}

await main(process.argv.slice(2));
