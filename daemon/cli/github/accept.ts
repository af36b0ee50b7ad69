import type { Command } from "commander";
import { forgetRepository } from "../../../scheduler/inbox/github/statements.ts";
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
  const wasKnown = stores.database.transact((tx) => forgetRepository(tx, name));
  if (options.json) return printJson({ repository: name, wasKnown });
  print(wasKnown ? `${name} is looked at anew.` : `${name} was not known; nothing to do.`);
}
