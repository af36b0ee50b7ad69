import type { Command } from "commander";
import { defineCare } from "../queue/care.ts";
import { defineDelivery } from "../queue/delivery.ts";
import { defineSending } from "../queue/sending.ts";
import { examples } from "../options.ts";

/** `kantoku queue …`: works on the home's files, whether a daemon runs or not. */
export function define(command: Command): void {
  defineSending(command);
  defineDelivery(command);
  defineCare(command);
  examples(
    command,
    `kantoku queue send greetings '{"text": "hello"}'`,
    "kantoku queue receive greetings --lease 60000 --json",
    "kantoku queue stats --json",
  );
}
