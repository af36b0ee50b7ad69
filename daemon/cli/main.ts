import { Command, CommanderError } from "commander";
import { InputError } from "../../kernel/errors.ts";
import { nearest } from "../../kernel/nearest.ts";
import { version } from "../version.ts";
import { COMMANDS, type Entry } from "./commands.ts";
import { EXIT, exitCodeOf, report } from "./exit.ts";

/** `kantoku …`: loads the one command that was asked for, so that every other costs nothing. */
async function main(argv: readonly string[]): Promise<void> {
  // A reader that went away, such as `head`, is no failure.
  process.stdout.on("error", () => process.exit(EXIT.done));
  try {
    const program = await build(argv.slice(2));
    await program.parseAsync([...argv]);
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
    } else {
      report(error);
      process.exitCode = exitCodeOf(error);
    }
  }
}

async function build(words: readonly string[]): Promise<Command> {
  const program = new Command("kantoku")
    .description("Makes films by itself: briefs and GitHub issues in, finished MP4s out.")
    .option(
      "--home <folder>",
      "folder with data/ and logs/ (default: KANTOKU_HOME, or the project)",
    )
    .option("--config <file>", "config file (default: kantoku.config.yaml or .ts in the home)")
    .version(version, "-V, --version", "print the version")
    .addHelpText("after", "\nTry it:\n  kantoku up --detach\n  kantoku submit brief.md --wait")
    .exitOverride()
    .enablePositionalOptions()
    .showSuggestionAfterError();
  const asked = wordAsked(words);
  if (asked !== undefined) refuseUnknown(asked);
  for (const entry of COMMANDS) await add(program, entry, entry.name === asked);
  return program;
}

async function add(program: Command, entry: Entry, isAsked: boolean): Promise<void> {
  const command = program.command(entry.name).summary(entry.summary).description(entry.summary);
  if (isAsked) (await entry.load()).define(command);
}

function refuseUnknown(word: string): void {
  const names = COMMANDS.map((entry) => entry.name);
  if (names.includes(word)) return;
  const near = nearest(word, names);
  const hint = near ? `did you mean "${near}"?` : "see: kantoku --help";
  throw new InputError([{ where: "kantoku", message: `unknown command "${word}"`, hint }]);
}

/** The first word that is no option nor an option's value, or what `help` is asked about. */
function wordAsked(words: readonly string[]): string | undefined {
  const valued = new Set(["--home", "--config"]);
  const plain = words.filter(
    (word, index) => !word.startsWith("-") && !valued.has(words[index - 1] ?? ""),
  );
  return plain[0] === "help" ? plain[1] : plain[0];
}

await main(process.argv);
