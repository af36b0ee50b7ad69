import { Option, type Command } from "commander";
import { OperationalError } from "../../../kernel/errors.ts";
import { TONGUES, type Tongue } from "../../../kernel/tongue.ts";
import { explainHistory, type Explanation } from "../../../video/explain/explain.ts";
import { replay, type History } from "../../../video/scene-graph/history.ts";
import { readHistory } from "../../film-history.ts";
import { expectJob } from "../follow.ts";
import { openHome } from "../home.ts";
import { configOf, examples, wholeNumber } from "../options.ts";
import { print, printJson } from "../output.ts";

interface Options {
  language: Tongue;
  graph?: number;
  json?: boolean;
}

export function define(command: Command): void {
  command
    .argument("<job>", "job, or the beginning of its id")
    .addOption(new Option("--language <tag>", "of the sentences").choices(TONGUES).default("en"))
    .option(
      "--graph <version>",
      "print the scene graph of a version instead; 0 is the draft",
      wholeNumber("--graph"),
    )
    .option("--json", "print JSON")
    .action(explain);
  examples(
    command,
    "kantoku explain 01k9",
    "kantoku explain 01k9 --language ja",
    "kantoku explain 01k9 --graph 0 > draft.json",
  );
}

/** Tells what every patch of a finished film does to it, or replays one of its versions. */
async function explain(id: string, options: Options, command: Command): Promise<void> {
  const config = await configOf(command);
  using stores = openHome(config);
  const { id: job, title } = await expectJob(stores, id);
  const history = readHistory(config.home, job);
  if (options.graph !== undefined) return printJson(graphOf(history, options.graph));
  const told = explainHistory(history, options.language);
  if (told.kind === "broken") throw broken(told);
  const { explanations } = told;
  if (options.json) return printJson({ job, title, versions: explanations });
  print(`${title}\n${explanations.map((each) => `\n${describe(each)}`).join("\n")}`.trimEnd());
  if (explanations.length === 0) print("The film is as the Director drafted it.");
}

function graphOf(history: History, version: number): unknown {
  const last = history.patches.length;
  if (version > last) {
    throw new OperationalError("no-version", `The film has no version ${version}.`, {
      hint: `Its versions go from 0, the draft, to ${last}.`,
    });
  }
  const replayed = replay(history, version);
  if (replayed.kind === "broken") throw broken(replayed);
  return replayed.graph;
}

function broken({ version, reason }: { version: number; reason: string }): OperationalError {
  const message = `Patch ${version} does not fit the version before it: ${reason}`;
  return new OperationalError("history-broken", message, {
    hint: "Rewind the job to its step publish, which lays its papers out again.",
  });
}

function describe({ version, author, reason, sentences }: Explanation): string {
  return [`${version}. ${author}: ${reason}`, ...sentences.map((line) => `   - ${line}`)].join(
    "\n",
  );
}
