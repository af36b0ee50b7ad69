import type { Command } from "commander";
import {
  acceptReplacement,
  type Acceptance,
} from "../../../scheduler/inbox/github/bearers/accept.ts";
import { speakerOf } from "../../github-answers.ts";
import { openHome } from "../home.ts";
import { configOf, examples } from "../options.ts";
import { print, printJson } from "../output.ts";
import { expectName } from "./repositories.ts";

export function defineAccept(command: Command): void {
  const verb = command
    .command("accept")
    .description("watch a repository that took the name of another one")
    .argument("<repository>", "owner/name")
    .option("--json", "print JSON")
    .action(accept);
  examples(verb, "kantoku github accept acme/films");
}

/** Until then it is not watched: its people are not those who were trusted. */
async function accept(name: string, options: { json?: boolean }, command: Command): Promise<void> {
  expectName(name);
  const config = await configOf(command);
  using stores = openHome(config);
  const acceptance = acceptReplacement(name, {
    database: stores.database,
    jobs: stores.jobs,
    watched: config.github.repositories,
    speaks: speakerOf(config.github),
  });
  if (options.json) printJson({ repository: name, ...acceptance });
  else print(sayOf(name, acceptance));
}

function sayOf(name: string, acceptance: Acceptance): string {
  switch (acceptance.kind) {
    case "unknown":
      return `${name} was not known; nothing to do.`;
    case "unchanged":
      return `${name} is the repository that it was, as far as was seen; nothing to do.`;
    case "accepted":
      return `${name} is watched as the repository that it is now.\n${fateOf(name, acceptance)}`;
  }
}

/** What became of the films of the repository before. */
function fateOf(
  name: string,
  { cancelled, watchedAs }: Extract<Acceptance, { kind: "accepted" }>,
): string {
  if (watchedAs !== null)
    return `The one before is watched as ${watchedAs} still: its films go on.`;
  const silence = `Nothing about its films is told or heard in ${name}.`;
  if (cancelled.length === 0) return `The one before had no film in the making. ${silence}`;
  const films = cancelled.length === 1 ? "film" : "films";
  return `${cancelled.length} ${films} of the one before ${cancelled.length === 1 ? "is" : "are"} cancelled: ${cancelled.join(", ")}. ${silence}`;
}
