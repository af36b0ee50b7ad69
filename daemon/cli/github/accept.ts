import type { Command } from "commander";
import { forgetRepository } from "../../../scheduler/inbox/github/statements.ts";
import { openStores } from "../../stores.ts";
import { configOf } from "../options.ts";
import { print } from "../output.ts";

export function defineAccept(command: Command): void {
  command
    .command("accept")
    .description("watch a repository that took the name of another one")
    .argument("<repository>", "owner/name")
    .action(accept);
}

/** Until then it is not watched: its people are not those who were trusted. */
async function accept(name: string, _options: unknown, command: Command): Promise<void> {
  const config = await configOf(command);
  using stores = openStores(config);
  const wasKnown = stores.database.transact((tx) => forgetRepository(tx, name));
  print(wasKnown ? `${name} is looked at anew.` : `${name} was not known; nothing to do.`);
}
