import type { Command } from "commander";
import { messageOf, OperationalError } from "../../../kernel/errors.ts";
import type { Lease } from "../../../queue/queue.ts";
import { openStores } from "../../stores.ts";
import { configOf, examples, priority, wholeNumber, wrongFlag } from "../options.ts";
import { print, printJson } from "../output.ts";

interface SendOptions {
  priority?: 0 | 1 | 2 | 3;
  delay?: number;
  key?: string;
  json?: boolean;
}

interface ReceiveOptions {
  lease: number;
  wait: number;
  worker: string;
  json?: boolean;
}

/** Leases that a person or a script takes by hand belong to this worker. */
const HAND = "cli#1";

/** send, receive, ack and nack. */
export function defineDelivery(queue: Command): void {
  const sending = queue
    .command("send <topic> <json>")
    .description("send a message; the payload is JSON")
    .option(
      "--priority <n>",
      "0 is the most urgent, 3 the least (default: 2)",
      priority("--priority"),
    )
    .option("--delay <ms>", "deliver it not before so many ms", wholeNumber("--delay"))
    .option("--key <key>", "a second message with the same key is not made")
    .option("--json", "print JSON")
    .action(send);
  examples(sending, `kantoku queue send greetings '{"text": "hello"}' --delay 5000`);
  const receiving = queue
    .command("receive <topic>")
    .description("take one message; it is yours for the time of the lease")
    .option("--lease <ms>", "how long it is yours", wholeNumber("--lease", 1), 30_000)
    .option("--wait <ms>", "wait so long for one to come", wholeNumber("--wait"), 0)
    .option("--worker <name>", "in whose name", HAND)
    .option("--json", "print JSON")
    .action(receive);
  examples(receiving, "kantoku queue receive greetings --json");
  const acking = queue.command("ack <id> <token>").description("say that the work is done");
  examples(acking.option("--json", "print JSON").action(ack), "kantoku queue ack 01K9… TOKEN");
  const nacking = queue
    .command("nack <id> <token>")
    .description("hand the work back after a failure")
    .option("--delay <ms>", "not delivered again before so many ms", wholeNumber("--delay"))
    .option("--error <words>", "what went wrong", "handed back by hand")
    .option("--json", "print JSON")
    .action(nack);
  examples(nacking, "kantoku queue nack 01K9… TOKEN --delay 60000");
}

async function send(topic: string, json: string, options: SendOptions, command: Command) {
  const payload = parse(json);
  using stores = openStores(await configOf(command));
  const [sent] = await stores.queue.send([
    {
      topic,
      payload,
      ...(options.priority === undefined ? {} : { priority: options.priority }),
      ...(options.delay === undefined ? {} : { delayMs: options.delay }),
      ...(options.key === undefined ? {} : { dedupeKey: options.key }),
    },
  ]);
  if (options.json) printJson(sent);
  else print(sent?.id ?? "");
}

async function receive(topic: string, options: ReceiveOptions, command: Command): Promise<void> {
  using stores = openStores(await configOf(command));
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

async function ack(id: string, token: string, { json }: { json?: boolean }, command: Command) {
  using stores = openStores(await configOf(command));
  tell(await stores.queue.ack({ id, token }), { id, token }, json);
}

async function nack(
  id: string,
  token: string,
  { delay, error, json }: { delay?: number; error: string; json?: boolean },
  command: Command,
): Promise<void> {
  using stores = openStores(await configOf(command));
  const failure = { error, ...(delay === undefined ? {} : { delayMs: delay }) };
  tell(await stores.queue.nack({ id, token }, failure), { id, token }, json);
}

function tell(outcome: "ok" | "lost" | "buried", { id }: Lease, json: boolean | undefined): void {
  if (outcome === "lost") {
    throw new OperationalError("lease-lost", `The lease of ${id} is lost: nothing was changed.`, {
      hint: "It ran out or the message was given to somebody else. Receive it again.",
    });
  }
  if (json) printJson({ id, outcome });
  else print(`${id} ${outcome}`);
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw wrongFlag("payload", `is not JSON: ${messageOf(error)}`, "quote it: '{\"a\": 1}'");
  }
}
