import type { Command } from "commander";
import { InputError } from "../../../kernel/errors.ts";
import type { MessageFilter, MessageSummary, QueueOperations } from "../../../queue/operations.ts";
import type { MessageView } from "../../../queue/queue.ts";
import type { Stores } from "../../stores.ts";
import { openHome, openOrMakeHome } from "../home.ts";
import { configOf, examples, wholeNumber, wrongFlag } from "../options.ts";
import { duration, print, printJson, table } from "../output.ts";

interface Options {
  json?: boolean;
}

type ListOptions = Options & { topic?: string; state?: MessageView["state"]; limit: number };

const STATES = ["waiting", "leased", "done", "dead", "cancelled"] as const;

/** stats, list, show, dead, redrive, pause, resume and purge. */
export function defineCare(queue: Command): void {
  add(queue, "stats", "how many messages each topic has", "stats", stats);
  const listing = add(queue, "list", "messages, the newest first", "list --state dead", list);
  listing
    .option("--topic <topic>", "only this topic")
    .option("--state <state>", `only ${STATES.join(", ")}`, state)
    .option("--limit <n>", "how many", wholeNumber("--limit", 1, 10_000), 100);
  add(queue, "show <id>", "a message with the history of its attempts", "show 42", show);
  const dead = add(queue, "dead", "messages that nobody could do", "dead", listDead);
  dead
    .option("--topic <topic>", "only this topic")
    .option("--limit <n>", "how many", wholeNumber("--limit", 1, 10_000), 100);
  const driving = add(
    queue,
    "redrive [id]",
    "give dead messages a new life",
    "redrive 42",
    redrive,
  );
  driving
    .option("--topic <topic>", "the dead messages of this topic, the oldest first")
    .option("--limit <n>", "how many of them", wholeNumber("--limit", 1));
  const pausing = add(
    queue,
    "pause <topic>",
    "nobody receives from it until resumed",
    "pause work.renderer",
    pause,
    openOrMakeHome,
  );
  pausing.option("--reason <words>", "why, for whoever wonders", "paused by hand");
  add(queue, "resume <topic>", "receive from it again", "resume work.renderer", resume);
  add(queue, "purge <topic>", "delete its waiting and dead messages", "purge greetings", purge);
}

type Action = (context: Context, ...args: never[]) => Promise<void>;

interface Context {
  readonly stores: Stores;
  readonly operations: QueueOperations;
  readonly json: boolean;
  readonly options: ListOptions & { reason: string };
}

function add(
  queue: Command,
  usage: string,
  summary: string,
  example: string,
  action: Action,
  open = openHome,
): Command {
  const command = queue.command(usage).description(summary).option("--json", "print JSON");
  command.action(async () => {
    using stores = open(await configOf(command));
    const options = command.opts<Context["options"]>();
    const context = { stores, operations: stores.operations, json: options.json === true, options };
    await action(context, ...(command.processedArgs as never[]));
  });
  return examples(command, `kantoku queue ${example}`);
}

async function stats({ stores, operations, json }: Context): Promise<void> {
  const topics = await stores.queue.stats();
  const paused = new Set((await operations.paused()).map(({ topic }) => topic));
  if (json)
    return printJson(topics.map((topic) => ({ ...topic, paused: paused.has(topic.topic) })));
  if (topics.length === 0) return print("The queue is empty.");
  const rows = topics.map((each) => [
    each.topic,
    ...[each.ready, each.leased, each.delayed, each.dead].map(String),
    each.oldestReadyAt === null ? "" : duration(Date.now() - each.oldestReadyAt),
    paused.has(each.topic) ? "paused" : "",
  ]);
  print(table(["topic", "ready", "leased", "delayed", "dead", "oldest", ""], rows));
}

async function list({ stores, operations, json, options }: Context): Promise<void> {
  const { topic, state, limit } = options;
  if (topic !== undefined) stores.catalog.policyOf(topic);
  const filter = { limit, ...(topic && { topic }), ...(state && { state }) };
  tellList(await operations.list(filter satisfies MessageFilter), json);
}

async function listDead({ stores, operations, json, options }: Context): Promise<void> {
  const { topic, limit } = options;
  if (topic !== undefined) stores.catalog.policyOf(topic);
  tellList(await operations.list({ limit, state: "dead", ...(topic && { topic }) }), json);
}

function tellList(messages: readonly MessageSummary[], json: boolean): void {
  if (json) return printJson(messages);
  if (messages.length === 0) return print("No messages.");
  const rows = messages.map((message) => [
    message.id,
    message.topic,
    message.state,
    `${message.attempts}`,
    message.worker ?? "",
    `${duration(Date.now() - message.sentAt)} ago`,
    message.lastError ?? "",
  ]);
  print(table(["id", "topic", "state", "attempts", "worker", "sent", "last error"], rows));
}

/** JSON either way: a payload has no other shape. */
async function show({ operations }: Context, id: string): Promise<void> {
  const message = await operations.show(id);
  if (!message) throw unknownMessage(id);
  printJson(message);
}

async function redrive({ stores, operations, json, options }: Context, id?: string): Promise<void> {
  if ((id === undefined) === (options.topic === undefined)) {
    throw wrongFlag("redrive", "name either one message or --topic");
  }
  const { topic = "", limit } = options;
  if (id === undefined) stores.catalog.policyOf(topic);
  const which = id === undefined ? { topic, ...(limit !== undefined && { limit }) } : { id };
  const redriven = await operations.redrive(which);
  if (id !== undefined && redriven === 0) throw unknownMessage(id, "no dead message");
  tell(json, { redriven }, `${redriven} redriven`);
}

async function pause({ stores, operations, json, options }: Context, topic: string): Promise<void> {
  stores.catalog.policyOf(topic);
  await operations.pause(topic, options.reason);
  tell(json, { topic, paused: true }, `${topic} paused`);
}

async function resume({ stores, operations, json }: Context, topic: string): Promise<void> {
  stores.catalog.policyOf(topic);
  const wasPaused = await operations.resume(topic);
  tell(
    json,
    { topic, paused: false, wasPaused },
    `${topic} ${wasPaused ? "resumed" : "was not paused"}`,
  );
}

async function purge({ stores, operations, json }: Context, topic: string): Promise<void> {
  stores.catalog.policyOf(topic);
  const purged = await operations.purge(topic);
  tell(json, { topic, purged }, `${purged} deleted`);
}

function tell(json: boolean, value: unknown, words: string): void {
  if (json) printJson(value);
  else print(words);
}

function state(text: string): MessageView["state"] {
  const found = STATES.find((known) => known === text);
  if (found) return found;
  throw wrongFlag("--state", `unknown state "${text}"`, `known: ${STATES.join(", ")}`);
}

function unknownMessage(id: string, what = "no message"): InputError {
  return new InputError([{ where: "id", message: `there is ${what} "${id}"` }]);
}
