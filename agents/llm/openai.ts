import type OpenAI from "openai";
import { z } from "zod";
import type { JsonSchema } from "./strict-schema.ts";

/** One request to a model: a conversation, and the form that its answer must have. */
export interface Completion {
  readonly model: string;
  readonly system: string;
  readonly turns: readonly Turn[];
  /** Name of the schema: letters, digits, `_` and `-`. */
  readonly name: string;
  readonly schema: JsonSchema;
}

export interface Turn {
  readonly role: "user" | "assistant";
  readonly content: string;
}

export interface Reply {
  readonly text: string;
  /** The model declined, in its words. */
  readonly refusal: string | null;
  readonly ending: "complete" | "cut-off" | "filtered";
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Sends one request, once; throws what the openai library throws. */
export interface Transport {
  complete(completion: Completion, signal: AbortSignal): Promise<Reply>;
}

export interface TransportOptions {
  readonly apiKey: string;
  readonly baseUrl?: string;
  /** For one request, in ms. */
  readonly timeoutMs: number;
}

/**
 * The Responses API where the server has it, Chat Completions where not (most compatible servers).
 * The library is loaded at the first request: an agent that never asks does not pay for it.
 */
export function openAiTransport(options: TransportOptions): Transport {
  let loading: Promise<OpenAI> | undefined;
  let hasResponses = true;
  return {
    complete: async (completion, signal) => {
      const client = await (loading ??= load(options));
      if (!hasResponses) return viaChat(client, completion, signal);
      try {
        return await viaResponses(client, completion, signal);
      } catch (error) {
        if (!isMissingEndpoint(error)) throw error;
        hasResponses = false;
        return viaChat(client, completion, signal);
      }
    },
  };
}

async function load({ apiKey, baseUrl, timeoutMs }: TransportOptions): Promise<OpenAI> {
  const { default: Client } = await import("openai");
  // Retries are ours, because theirs can't be interrupted and know no deadline.
  const base = baseUrl ? { baseURL: baseUrl } : {};
  return new Client({ apiKey, ...base, timeout: timeoutMs, maxRetries: 0, logLevel: "off" });
}

/** A 404 that speaks of a model is about the model, not about the endpoint. */
function isMissingEndpoint(error: unknown): boolean {
  if (typeof error !== "object" || error === null || !("status" in error)) return false;
  const isAboutModel = "code" in error && error.code === "model_not_found";
  return (error.status === 404 || error.status === 405) && !isAboutModel;
}

/** Only what we read. */
const ResponsesReply = z.object({
  output: z.array(
    z.object({
      type: z.string(),
      content: z
        .array(
          z.object({
            type: z.string(),
            text: z.string().optional(),
            refusal: z.string().optional(),
          }),
        )
        .nullish(),
    }),
  ),
  incomplete_details: z.object({ reason: z.string().optional() }).nullish(),
  usage: z.object({ input_tokens: z.number(), output_tokens: z.number() }).nullish(),
});

async function viaResponses(
  client: OpenAI,
  { model, system, turns, name, schema }: Completion,
  signal: AbortSignal,
): Promise<Reply> {
  const answer = await client.responses.create(
    {
      model,
      instructions: system,
      input: turns.map(({ role, content }) => ({ role, content })),
      text: { format: { type: "json_schema", name, schema: { ...schema }, strict: true } },
      store: false,
    },
    { signal },
  );
  const { output, incomplete_details, usage } = understand(ResponsesReply, answer);
  const parts = output.flatMap((item) => (item.type === "message" ? (item.content ?? []) : []));
  return {
    text: parts.map((part) => part.text ?? "").join(""),
    refusal: parts.find((part) => part.type === "refusal")?.refusal ?? null,
    ending: endingOf(incomplete_details?.reason),
    inputTokens: usage?.input_tokens ?? 0,
    outputTokens: usage?.output_tokens ?? 0,
  };
}

const ChatReply = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
        finish_reason: z.string().nullish(),
      }),
    )
    .min(1),
  usage: z.object({ prompt_tokens: z.number(), completion_tokens: z.number() }).nullish(),
});

async function viaChat(
  client: OpenAI,
  { model, system, turns, name, schema }: Completion,
  signal: AbortSignal,
): Promise<Reply> {
  const answer = await client.chat.completions.create(
    {
      model,
      messages: [{ role: "system", content: system }, ...turns],
      response_format: {
        type: "json_schema",
        json_schema: { name, schema: { ...schema }, strict: true },
      },
    },
    { signal },
  );
  const { choices, usage } = understand(ChatReply, answer);
  const [choice] = choices;
  return {
    text: choice?.message.content ?? "",
    refusal: choice?.message.refusal ?? null,
    ending: endingOf(choice?.finish_reason),
    inputTokens: usage?.prompt_tokens ?? 0,
    outputTokens: usage?.completion_tokens ?? 0,
  };
}

function endingOf(reason: string | null | undefined): Reply["ending"] {
  if (reason === "content_filter") return "filtered";
  return reason === "length" || reason === "max_output_tokens" ? "cut-off" : "complete";
}

function understand<Schema extends z.ZodType>(schema: Schema, answer: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new SyntaxError("The model's server answered something that is no answer.", {
    cause: parsed.error,
  });
}
