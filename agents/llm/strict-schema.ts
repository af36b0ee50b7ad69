import { z } from "zod";

/**
 * The JSON Schema of a zod schema in OpenAI's strict form: every property required, nothing else
 * allowed, no `oneOf`. What zod calls optional becomes nullable; `parseStrict` takes the nulls out
 * again. Lengths of strings are told in words, because the strict form has no keyword for them.
 */
export interface StrictSchema {
  readonly schema: JsonSchema;
  /** The strict form wants an object at the root; anything else travels in `{ value: … }`. */
  readonly isWrapped: boolean;
}

export interface JsonSchema {
  readonly [keyword: string]: unknown;
  readonly description?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
}

/** Keywords that the strict form understands as they are. */
const KEPT = new Set(["type", "enum", "const", "description", "$ref", "multipleOf"]);
const BOUNDS = new Set(["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]);
const COUNTS = new Set(["minItems", "maxItems"]);
const FORMATS = new Set(["date-time", "time", "date", "duration", "email", "hostname", "uuid"]);

export function strictSchema(schema: z.ZodType): StrictSchema {
  const json = z.toJSONSchema(schema, { target: "draft-7", io: "input" }) as JsonSchema;
  if (json["type"] === "object") return { schema: strict(json), isWrapped: false };
  const wrapped = { type: "object", properties: { value: json }, required: ["value"] };
  return { schema: strict(wrapped), isWrapped: true };
}

function strict(node: JsonSchema): JsonSchema {
  const parts: Record<string, unknown>[] = Object.entries(node).map(([keyword, value]) => {
    if (KEPT.has(keyword) || COUNTS.has(keyword)) return { [keyword]: value };
    if (BOUNDS.has(keyword))
      return Number.isSafeInteger(value) && isEdge(value) ? {} : { [keyword]: value };
    if (keyword === "pattern") return isPlainPattern(String(value)) ? { pattern: value } : {};
    if (keyword === "format") return FORMATS.has(String(value)) ? { format: value } : {};
    if (keyword === "oneOf" || keyword === "anyOf") return { anyOf: each(value) };
    if (keyword === "definitions") return { definitions: mapValues(value as JsonSchema, strict) };
    if (keyword === "items") return { items: items(value) };
    return {};
  });
  return Object.assign({}, ...parts, objectPart(node), lengthPart(node)) as JsonSchema;
}

/** The bounds that zod gives every integer say nothing. */
function isEdge(value: unknown): boolean {
  return Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER;
}

/** Look-around is not understood by the strict form's matcher. */
function isPlainPattern(pattern: string): boolean {
  return !/\(\?[=!<]/.test(pattern);
}

function items(value: unknown): JsonSchema {
  return Array.isArray(value) ? { anyOf: each(value) } : strict(value as JsonSchema);
}

function each(value: unknown): JsonSchema[] {
  return (value as JsonSchema[]).map(strict);
}

function objectPart(node: JsonSchema): JsonSchema {
  if (node["type"] !== "object") return {};
  const properties = node["properties"] as JsonSchema | undefined;
  if (!properties) {
    throw new TypeError("A record can't be asked of a model: name its keys, or ask for a list.");
  }
  const required = new Set((node["required"] ?? []) as string[]);
  const strictOnes = Object.entries(properties).map(([name, child]) => {
    const schema = strict(child as JsonSchema);
    return [name, required.has(name) ? schema : orNull(schema)];
  });
  return {
    properties: Object.fromEntries(strictOnes) as JsonSchema,
    required: Object.keys(properties),
    additionalProperties: false,
  };
}

function orNull(schema: JsonSchema): JsonSchema {
  return { anyOf: [schema, { type: "null" }] };
}

function lengthPart({ description, minLength, maxLength }: JsonSchema): JsonSchema {
  const words = [
    ...(description === undefined ? [] : [description]),
    ...(minLength === undefined ? [] : [`At least ${minLength} characters.`]),
    ...(maxLength === undefined ? [] : [`At most ${maxLength} characters.`]),
  ];
  return words.length === 0 ? {} : { description: words.join(" ") };
}

function mapValues(record: JsonSchema, change: (node: JsonSchema) => JsonSchema): JsonSchema {
  const changed = Object.entries(record).map(([key, value]) => [key, change(value as JsonSchema)]);
  return Object.fromEntries(changed) as JsonSchema;
}

export type Parsed<T> =
  | { readonly kind: "valid"; readonly value: T }
  | { readonly kind: "invalid"; readonly problems: string };

/** Reads an answer that was made to the strict schema back into what zod describes. */
export function parseStrict<T>(text: string, schema: z.ZodType<T>, isWrapped: boolean): Parsed<T> {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    return { kind: "invalid", problems: "The answer is not valid JSON." };
  }
  const value = isWrapped ? (answer as { value?: unknown } | null)?.value : answer;
  const error = schema.safeParse(value).error;
  if (error) dropNulls(value, error.issues);
  const parsed = schema.safeParse(value);
  if (parsed.success) return { kind: "valid", value: parsed.data };
  return { kind: "invalid", problems: z.prettifyError(parsed.error) };
}

/** A null that zod does not want stands for a property that was left out. */
function dropNulls(value: unknown, issues: readonly z.core.$ZodIssue[]): void {
  for (const { path } of issues) {
    const holder = path.slice(0, -1).reduce<unknown>(childOf, value);
    const name = path.at(-1);
    if (typeof holder !== "object" || holder === null || name === undefined) continue;
    if (!Array.isArray(holder) && childOf(holder, name) === null) {
      Reflect.deleteProperty(holder, name);
    }
  }
}

function childOf(holder: unknown, key: PropertyKey): unknown {
  if (typeof holder !== "object" || holder === null) return undefined;
  return Reflect.get(holder, key) as unknown;
}
