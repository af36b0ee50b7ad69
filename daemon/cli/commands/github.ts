import type { Command } from "commander";
import { defineAccept } from "../github/accept.ts";
import { defineCheck } from "../github/check.ts";
import { defineSetup } from "../github/setup.ts";
import { examples } from "../options.ts";

/** `kantoku github …`: prepares repositories, and says what is missing there. */
export function define(command: Command): void {
  defineSetup(command);
  defineCheck(command);
  defineAccept(command);
  examples(
    command,
    "kantoku github setup acme/films --dry-run",
    "kantoku github setup",
    "kantoku github check --json",
  );
}
