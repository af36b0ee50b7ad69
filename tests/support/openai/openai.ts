import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Ajv } from "ajv";

/**
 * An OpenAI of our own on loopback: Responses and Chat Completions with structured outputs. As the
 * real one it refuses schemas that are not in strict form; it can fail in every way that hurts.
 */
export interface OpenAiStandIn extends AsyncDisposable {
  /** For `OPENAI_BASE_URL`. */
  readonly baseUrl: string;
  readonly requests: readonly SeenRequest[];
  /** What the model says next, once each; a string is sent as it is, anything else as JSON. */
  say(...answers: readonly unknown[]): void;
  /** What the model says when nothing else was told. */
  sayAlways(answer: (request: SeenRequest) => unknown): void;
  /** The next request gets this instead of an answer. */
  fail(...faults: readonly Fault[]): void;
  /** Like most compatible servers: Chat Completions only. */
  withoutResponses(): void;
  close(): Promise<void>;
}

export interface SeenRequest {
  readonly endpoint: "responses" | "chat";
  readonly authorization: string | undefined;
  readonly model: string;
  readonly system: string;
  readonly turns: readonly { readonly role: string; readonly content: string }[];
  readonly schemaName: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

export type Fault =
  | {
      readonly kind: "status";
      readonly status: number;
      readonly code?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** 200 with half a JSON document. */
  | { readonly kind: "garbage" }
  /** 200 with JSON that is no answer. */
  | { readonly kind: "nonsense" }
  | { readonly kind: "hang" | "reset" }
  | { readonly kind: "refusal"; readonly text: string }
  | { readonly kind: "filtered" | "cut-off" };

const INPUT_TOKENS = 1000;
const OUTPUT_TOKENS = 100;

export async function startOpenAi(): Promise<OpenAiStandIn> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return standIn(server);
}

function standIn(server: Server): OpenAiStandIn {
  const requests: SeenRequest[] = [];
  const answers: unknown[] = [];
  const faults: Fault[] = [];
  let always: (request: SeenRequest) => unknown = () => ({});
  let hasResponses = true;

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = JSON.parse(await textOf(request)) as RequestBody;
    const isResponses = request.url === "/v1/responses";
    if (isResponses && !hasResponses) return fail(response, 404, null);
    const seen = isResponses ? fromResponses(body) : fromChat(body);
    requests.push({ ...seen, authorization: request.headers.authorization });
    const fault = faults.shift();
    if (fault?.kind === "hang") return;
    if (fault?.kind === "reset") return void request.socket.destroy();
    if (fault?.kind === "status") {
      return fail(response, fault.status, fault.code ?? null, fault.headers);
    }
    if (fault?.kind === "garbage") return send(response, 200, '{"output": [');
    if (fault?.kind === "nonsense") return send(response, 200, '{"hello": "world"}');
    const problem = strictnessProblem(seen.schema);
    if (problem) return fail(response, 400, "invalid_json_schema", {}, problem);
    const answer = fault ? "" : answers.length > 0 ? answers.shift() : always(requests.at(-1)!);
    const text = typeof answer === "string" ? answer : JSON.stringify(answer);
    const reply = isResponses ? asResponse(text, fault) : asChat(text, fault);
    send(response, 200, JSON.stringify(reply));
  };
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    serve(request, response).catch((error: unknown) => fail(response, 400, String(error)));
  });
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    say: (...more) => void answers.push(...more),
    sayAlways: (answer) => {
      always = answer;
    },
    fail: (...more) => void faults.push(...more),
    withoutResponses: () => {
      hasResponses = false;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

interface Format {
  readonly name: string;
  readonly schema: SeenRequest["schema"];
}

interface RequestBody {
  readonly model: string;
  readonly instructions?: string;
  readonly input?: SeenRequest["turns"];
  readonly text?: { readonly format: Format };
  readonly messages?: SeenRequest["turns"];
  readonly response_format?: { readonly json_schema: Format };
}

type Asked = Omit<SeenRequest, "authorization">;

function fromResponses({ model, instructions, input, text }: RequestBody): Asked {
  const { name = "", schema = {} } = text?.format ?? {};
  const [endpoint, system] = ["responses" as const, instructions ?? ""];
  return { endpoint, model, system, turns: input ?? [], schemaName: name, schema };
}

function fromChat({ model, messages = [], response_format }: RequestBody): Asked {
  const { name = "", schema = {} } = response_format?.json_schema ?? {};
  const [first, ...turns] = messages;
  const system = first?.content ?? "";
  return { endpoint: "chat", model, system, turns, schemaName: name, schema };
}

function asResponse(text: string, fault: Fault | undefined) {
  const content =
    fault?.kind === "refusal"
      ? { type: "refusal", refusal: fault.text }
      : { type: "output_text", text, annotations: [] };
  const reason = endings("max_output_tokens").get(fault?.kind);
  return {
    id: "resp_1",
    object: "response",
    status: reason ? "incomplete" : "completed",
    incomplete_details: reason ? { reason } : null,
    output: [
      { type: "reasoning", id: "rs_1", summary: [] },
      { type: "message", id: "msg_1", role: "assistant", status: "completed", content: [content] },
    ],
    usage: { input_tokens: INPUT_TOKENS, output_tokens: OUTPUT_TOKENS, total_tokens: 1100 },
  };
}

function asChat(text: string, fault: Fault | undefined) {
  const refusal = fault?.kind === "refusal" ? fault.text : null;
  const reason = endings("length").get(fault?.kind);
  const message = { role: "assistant", content: refusal === null ? text : null, refusal };
  return {
    id: "chatcmpl-1",
    object: "chat.completion",
    choices: [{ index: 0, message, finish_reason: reason ?? "stop" }],
    usage: { prompt_tokens: INPUT_TOKENS, completion_tokens: OUTPUT_TOKENS, total_tokens: 1100 },
  };
}

/** How the two endpoints name an early ending. */
function endings(cutOff: string): Map<string | undefined, string> {
  return new Map([
    ["filtered", "content_filter"],
    ["cut-off", cutOff],
  ]);
}

const WORDS = new Set(
  "type properties required additionalProperties items anyOf enum const description pattern format minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minItems maxItems $ref definitions".split(
    " ",
  ),
);

/** Why OpenAI would refuse the schema; undefined when it is in strict form. */
function strictnessProblem(schema: SeenRequest["schema"]): string | undefined {
  if (schema["type"] !== "object") return "the root is no object";
  new Ajv({ strict: false, validateFormats: false }).compile(schema);
  return nodeProblem(schema, "root");
}

function nodeProblem(node: SeenRequest["schema"], path: string): string | undefined {
  const unknown = Object.keys(node).find((keyword) => !WORDS.has(keyword));
  if (unknown) return `${path}: ${unknown} is not permitted`;
  const properties = Object.entries((node["properties"] ?? {}) as Record<string, unknown>);
  if (node["type"] === "object") {
    if (node["additionalProperties"] !== false)
      return `${path}: additionalProperties must be false`;
    const required = node["required"] as string[];
    const free = properties.find(([name]) => !required.includes(name));
    if (free) return `${path}: ${free[0]} must be required`;
  }
  const children: [string, unknown][] = [
    ...properties,
    ...((node["anyOf"] ?? []) as unknown[]).map((child): [string, unknown] => ["anyOf", child]),
    ...(node["items"] ? [["items", node["items"]] as [string, unknown]] : []),
  ];
  for (const [name, child] of children) {
    const problem = nodeProblem(child as SeenRequest["schema"], `${path}.${name}`);
    if (problem) return problem;
  }
  return undefined;
}

function fail(
  response: ServerResponse,
  status: number,
  code: string | null,
  headers: Readonly<Record<string, string>> = {},
  message = "Injected fault",
): void {
  const error = { message, type: "error", param: null, code };
  send(response, status, JSON.stringify({ error }), headers);
}

function send(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(text);
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
