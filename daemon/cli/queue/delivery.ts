import type { Command } from "commander";
import { OperationalError } from "../../../kernel/errors.ts";
import type { Queue } from "../../../queue/queue.ts";
import { openHome, openOrMakeHome } from "../home.ts";
import { configOf, examples, wholeNumber } from "../options.ts";
import { print, printJson } from "../output.ts";

/** Leases that a person or a script takes by hand belong to this worker. */
const HAND = "cli#1";

/** receive, and what ends the lease or prolongs it: ack, nack, snooze, release and extend. */
export function defineDelivery(queue: Command): void {
  const receiving = queue
    .command("receive <topic>")
    .description("take one message; it is yours for the time of the lease")
    .option("--lease <ms>", "how long it is yours", wholeNumber("--lease", 1), 30_000)
    .option("--wait <ms>", "wait so long for one to come", wholeNumber("--wait"), 0)
    .option("--worker <name>", "in whose name", HAND)
    .option("--json", "print JSON")
    .action(receive);
  examples(receiving, "kantoku queue receive greetings --json");
  add(queue, "ack", "say that the work is done", "", (to, lease) => to.ack(lease));
  add(queue, "nack", "hand the work back after a failure", " --delay 60000", (to, lease, options) =>
    to.nack(lease, {
      error: options.error,
      ...(options.delay !== undefined && { delayMs: options.delay }),
      ...(options.terminal && { terminal: true }),
    }),
  )
    .option("--delay <ms>", "not delivered again before so many ms", wholeNumber("--delay"))
    .option("--error <words>", "what went wrong", "handed back by hand")
    .option("--terminal", "no further attempt makes sense");
  add(
    queue,
    "snooze",
    "hand the work back until later; no attempt is used up",
    " --delay 60000",
    (to, lease, options) => to.snooze(lease, options.delay ?? 0, options.reason),
  )
    .requiredOption("--delay <ms>", "not before so many ms", wholeNumber("--delay"))
    .option("--reason <words>", "what it waits for");
  add(queue, "release", "hand the work back untouched", "", (to, lease) => to.release(lease));
  add(queue, "extend", "keep the work for longer", " --lease 60000", (to, lease, options) =>
    to.extend(lease, options.lease),
  ).option("--lease <ms>", "from now on", wholeNumber("--lease", 1), 30_000);
}

interface ReceiveOptions {
  lease: number;
  wait: number;
  worker: string;
  json?: boolean;
}

async function receive(topic: string, options: ReceiveOptions, command: Command): Promise<void> {
  using stores = openOrMakeHome(await configOf(command));
  stores.catalog.policyOf(topic);
  const [message] = await stores.queue.receive({
    topics: [topic],
    worker: options.worker,
    leaseMs: options.lease,
    waitMs: options.wait,
  });
  if (options.json) return printJson(message ?? null);
  if (!message) return print(`No message on ${topic}.`);
  print(`${message.id} ${message.token} (attempt ${message.attempt})`);
  printJson(message.payload);
}

interface Options {
  delay?: number;
  error: string;
  reason?: string;
  terminal?: boolean;
  lease: number;
  json?: boolean;
}

type Outcome = "ok" | "lost" | "buried" | "cancelled" | "paused";
type Verb = (
  queue: Queue,
  lease: { readonly id: string; readonly token: string },
  options: Options,
) => Promise<Outcome>;

/** A command that writes to a lease; answers what became of the message. */
function add(queue: Command, name: string, summary: string, flags: string, verb: Verb): Command {
  const command = queue.command(`${name} <id> <token>`).description(summary);
  command.option("--json", "print JSON").action(async (id: string, token: string) => {
    const options = command.opts<Options>();
    using stores = openHome(await configOf(command));
    const outcome = await verb(stores.queue, { id, token }, options);
    if (outcome === "lost") throw lost(id);
    if (options.json) printJson({ id, outcome });
    else print(`${id} ${outcome}`);
  });
  return examples(command, `kantoku queue ${name} 42 TOKEN${flags}`);
}

function lost(id: string): OperationalError {
  return new OperationalError("lease-lost", `The lease of ${id} is lost: nothing was changed.`, {
    hint: "It ran out or the message was given to somebody else. Receive it again.",
  });
}
