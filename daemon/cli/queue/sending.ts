import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { messageOf, OperationalError, unreachable } from "../../../kernel/errors.ts";
import type { NewMessage } from "../../../queue/queue.ts";
import { openRequests, type Answer } from "../../../queue/requests.ts";
import { openHome, openOrMakeHome } from "../home.ts";
import { configOf, examples, priority, wholeNumber, wrongFlag } from "../options.ts";
import { print, printJson, table } from "../output.ts";

/** send, request, publish, subscribe, unsubscribe and subscriptions. */
export function defineSending(queue: Command): void {
  const sending = queue.command("send <topic> <json>");
  sending.description("send a message; the payload is JSON, or - to read it from standard input");
  examples(
    addMessageOptions(sending).action(send),
    `kantoku queue send greetings '{"text": "hello"}' --delay 5000`,
    "kantoku queue send greetings - --ordering-key letters <greeting.json",
  );
  const requesting = queue
    .command("request <topic> <json>")
    .description("send a message and wait for the answer to it")
    .option("--wait <ms>", "how long", wholeNumber("--wait", 1), 30_000);
  examples(
    addJson(requesting)
      .option("--priority <n>", "0 is the most urgent, 3 the least", priority("--priority"))
      .action(request),
    `kantoku queue request dictionary '{"word": "監督"}' --wait 10000`,
  );
  defineSubscriptions(queue);
}

function defineSubscriptions(queue: Command): void {
  const publishing = queue.command("publish <topic> <json>");
  publishing.description("send a copy to each subscriber of the topic");
  examples(
    addMessageOptions(publishing).action(publish),
    `kantoku queue publish events.weather '{"sky": "blue"}'`,
  );
  const subscribing = queue.command("subscribe <topic> <inbox>");
  subscribing.description("from now on <inbox>, a topic, gets a copy of all published on <topic>");
  examples(
    addJson(subscribing).action(subscribe),
    "kantoku queue subscribe events.job inbox.reporter",
  );
  const unsubscribing = queue.command("unsubscribe <topic> <inbox>").description("end that");
  examples(
    addJson(unsubscribing).action(unsubscribe),
    "kantoku queue unsubscribe events.job inbox.reporter",
  );
  const listing = queue.command("subscriptions").description("who gets what");
  examples(addJson(listing).action(subscriptions), "kantoku queue subscriptions --json");
}

interface MessageOptions {
  priority?: 0 | 1 | 2 | 3;
  delay?: number;
  key?: string;
  window?: number;
  orderingKey?: string;
  startBy?: number;
  deadline?: number;
  timeout?: number;
  attempts?: number;
  replyTo?: string;
  correlation?: string;
  trace?: string;
  json?: boolean;
}

const addJson = (command: Command): Command => command.option("--json", "print JSON");

function addMessageOptions(command: Command): Command {
  const ms = (flag: string) => wholeNumber(flag, 1);
  return addJson(command)
    .option(
      "--priority <n>",
      "0 is the most urgent, 3 the least (default: 2)",
      priority("--priority"),
    )
    .option("--delay <ms>", "deliver it not before so many ms", wholeNumber("--delay"))
    .option("--key <key>", "a second message with the same key is not made")
    .option("--window <ms>", "how long the key stays taken; else for ever", ms("--window"))
    .option("--ordering-key <key>", "one at a time with this key, in the order of sending")
    .option("--start-by <ms>", "dead when nobody has begun it by then", ms("--start-by"))
    .option("--deadline <ms>", "dead when it is not done by then", ms("--deadline"))
    .option("--timeout <ms>", "an attempt that takes longer has failed", ms("--timeout"))
    .option("--attempts <n>", "failures that make it dead", wholeNumber("--attempts", 1, 1_000))
    .option("--reply-to <topic>", "where the answer goes")
    .option("--correlation <id>", "what it belongs to")
    .option("--trace <id>", "the trace that it is part of");
}

async function send(topic: string, json: string, options: MessageOptions, command: Command) {
  const message = toMessage(topic, json, options);
  using stores = openOrMakeHome(await configOf(command));
  const [sent] = await stores.queue.send([message]);
  if (options.json) printJson(sent);
  else print(sent?.id ?? "");
}

async function request(
  topic: string,
  json: string,
  options: Pick<MessageOptions, "priority"> & { wait: number },
  command: Command,
): Promise<void> {
  const message = toMessage(topic, json, options);
  using stores = openOrMakeHome(await configOf(command));
  using requests = openRequests(stores.queue, { name: `cli-${process.pid}` });
  const answer = await requests.request(message, { timeoutMs: options.wait });
  printJson(payloadOf(answer, topic, options.wait));
}

function payloadOf(answer: Answer, topic: string, waitMs: number): unknown {
  switch (answer.kind) {
    case "reply":
      return answer.payload;
    case "dead":
      throw new OperationalError("request-dead", `Nobody could answer: ${answer.reason}.`, {
        hint: "kantoku queue dead shows every attempt.",
      });
    case "timeout":
      throw new OperationalError("request-late", `No answer on ${topic} within ${waitMs} ms.`, {
        hint: "See with kantoku queue stats whether anybody takes its messages; or --wait longer.",
      });
    case "aborted":
      throw new OperationalError("request-aborted", "The wait for the answer was broken off.");
    default:
      return unreachable(answer);
  }
}

async function publish(topic: string, json: string, options: MessageOptions, command: Command) {
  const message = toMessage(topic, json, options);
  using stores = openOrMakeHome(await configOf(command));
  const sent = await stores.queue.publish([message]);
  if (options.json) printJson(sent);
  else print(sent.length === 0 ? `${topic} has no subscriber.` : `${sent.length} copies sent`);
}

async function subscribe(
  topic: string,
  inbox: string,
  { json }: MessageOptions,
  command: Command,
): Promise<void> {
  using stores = openOrMakeHome(await configOf(command));
  await stores.queue.subscribe({ topic, inbox });
  if (json) printJson({ topic, inbox, subscribed: true });
  else print(`${inbox} gets what is published on ${topic}`);
}

async function unsubscribe(
  topic: string,
  inbox: string,
  { json }: MessageOptions,
  command: Command,
): Promise<void> {
  using stores = openHome(await configOf(command));
  const was = await stores.queue.unsubscribe({ topic, inbox });
  if (json) printJson({ topic, inbox, subscribed: false, wasSubscribed: was });
  else print(was ? `${inbox} gets ${topic} no more` : `${inbox} was not subscribed to ${topic}`);
}

async function subscriptions({ json }: MessageOptions, command: Command): Promise<void> {
  using stores = openHome(await configOf(command));
  const all = await stores.operations.subscriptions();
  if (json) return printJson(all);
  if (all.length === 0) return print("Nobody has subscribed to anything.");
  print(
    table(
      ["topic", "inbox"],
      all.map(({ topic, inbox }) => [topic, inbox]),
    ),
  );
}

function toMessage(topic: string, json: string, options: MessageOptions): NewMessage {
  const fields = {
    priority: options.priority,
    delayMs: options.delay,
    dedupeKey: options.key,
    dedupeWindowMs: options.window,
    orderingKey: options.orderingKey,
    startByMs: options.startBy,
    deadlineMs: options.deadline,
    attemptTimeoutMs: options.timeout,
    maxAttempts: options.attempts,
    replyTo: options.replyTo,
    correlationId: options.correlation,
    traceId: options.trace,
  };
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return { topic, payload: parse(json), source: "cli", ...Object.fromEntries(given) };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json === "-" ? readFileSync(0, "utf8") : json);
  } catch (error) {
    throw wrongFlag("payload", `is not JSON: ${messageOf(error)}`, "quote it: '{\"a\": 1}'");
  }
}
