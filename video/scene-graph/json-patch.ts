import { z } from "zod";
import { pointerOf, tokensOf } from "./json-pointer.ts";

const Json = z.json();
export type Json = z.infer<typeof Json>;

const pointer = z.string().regex(/^(\/([^~/]|~[01])*)*$/, "a JSON Pointer (RFC 6901)");

/** One operation of RFC 6902; members that it doesn't define are ignored, as section 4 asks. */
export const PatchOperation = z.discriminatedUnion("op", [
  z.object({ op: z.literal("add"), path: pointer, value: Json }),
  z.object({ op: z.literal("remove"), path: pointer }),
  z.object({ op: z.literal("replace"), path: pointer, value: Json }),
  z.object({ op: z.literal("move"), from: pointer, path: pointer }),
  z.object({ op: z.literal("copy"), from: pointer, path: pointer }),
  z.object({ op: z.literal("test"), path: pointer, value: Json }),
]);
export type PatchOperation = z.infer<typeof PatchOperation>;

export type Applied =
  | {
      readonly kind: "applied";
      readonly document: Json;
      /** Leads from the new document back to the old one. */
      readonly inverse: readonly PatchOperation[];
    }
  | { readonly kind: "refused"; readonly operation: PatchOperation; readonly reason: string };

/**
 * Applies operations in their order, all of them or none. The given document is never changed; what
 * the operations don't touch is shared with it.
 */
export function applyOperations(document: Json, operations: readonly PatchOperation[]): Applied {
  let current = document;
  const inverse: PatchOperation[] = [];
  for (const operation of operations) {
    const step = applyOne(current, operation);
    if ("reason" in step) return { kind: "refused", operation, reason: step.reason };
    current = step.document;
    inverse.unshift(...step.inverse);
  }
  return { kind: "applied", document: current, inverse };
}

interface Step {
  readonly document: Json;
  readonly inverse: readonly PatchOperation[];
}
interface Refusal {
  readonly reason: string;
}

function applyOne(document: Json, operation: PatchOperation): Step | Refusal {
  switch (operation.op) {
    case "add":
      return add(document, operation.path, operation.value);
    case "remove":
      return remove(document, operation.path);
    case "replace":
      return replace(document, operation.path, operation.value);
    case "move":
      return move(document, operation.from, operation.path);
    case "copy": {
      const value = valueAt(document, operation.from);
      return value === undefined ? missing(operation.from) : add(document, operation.path, value);
    }
    case "test":
      return isAt(document, operation.path, operation.value);
  }
}

function add(document: Json, path: string, value: Json): Step | Refusal {
  if (path === "") return replace(document, path, value);
  const tokens = tokensOf(path);
  const key = tokens.pop() ?? "";
  const parent = valueAt(document, pointerOf(tokens));
  if (Array.isArray(parent)) {
    const index = key === "-" ? parent.length : indexOf(key);
    if (index === null || index > parent.length) return missing(path);
    const place = pointerOf([...tokens, index]);
    const grown = parent.toSpliced(index, 0, value);
    return { document: put(document, tokens, grown), inverse: [{ op: "remove", path: place }] };
  }
  if (!isObject(parent)) return missing(path);
  const before = own(parent, key);
  return {
    document: put(document, tokens, { ...parent, [key]: value }),
    inverse: [
      before === undefined ? { op: "remove", path } : { op: "replace", path, value: before },
    ],
  };
}

function remove(document: Json, path: string): Step | Refusal {
  const value = valueAt(document, path);
  if (value === undefined) return missing(path);
  if (path === "") return { reason: "the whole document can't be removed" };
  const tokens = tokensOf(path);
  const key = tokens.pop() ?? "";
  const parent = valueAt(document, pointerOf(tokens));
  const left = Array.isArray(parent)
    ? parent.toSpliced(Number(key), 1)
    : Object.fromEntries(Object.entries(parent ?? {}).filter(([name]) => name !== key));
  return { document: put(document, tokens, left), inverse: [{ op: "add", path, value }] };
}

function replace(document: Json, path: string, value: Json): Step | Refusal {
  const before = valueAt(document, path);
  if (before === undefined) return missing(path);
  const inverse: PatchOperation[] = [{ op: "replace", path, value: before }];
  return { document: put(document, tokensOf(path), value), inverse };
}

/** As RFC 6902 defines it: removed from the one place, then added at the other. */
function move(document: Json, from: string, path: string): Step | Refusal {
  const value = valueAt(document, from);
  if (value === undefined) return missing(from);
  if (from === path) return { document, inverse: [] };
  if (path.startsWith(`${from}/`)) return { reason: `${from} can't be moved into itself` };
  const taken = remove(document, from);
  if ("reason" in taken) return taken;
  const added = add(taken.document, path, value);
  if ("reason" in added) return added;
  const [undo] = added.inverse;
  const inverse: readonly PatchOperation[] =
    undo?.op === "remove"
      ? [{ op: "move", from: undo.path, path: from }]
      : [...added.inverse, ...taken.inverse];
  return { document: added.document, inverse };
}

function isAt(document: Json, path: string, value: Json): Step | Refusal {
  const found = valueAt(document, path);
  if (found === undefined) return missing(path);
  if (isEqual(found, value)) return { document, inverse: [] };
  return { reason: `${shown(found)} is there instead of ${shown(value)}` };
}

function missing(path: string): Refusal {
  return { reason: `there is no ${path === "" ? "document" : path}` };
}

function shown(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** What a pointer leads to; undefined when it leads nowhere. */
export function valueAt(document: Json, path: string): Json | undefined {
  let current: Json | undefined = document;
  for (const token of tokensOf(path)) {
    if (Array.isArray(current)) current = current[indexOf(token) ?? -1];
    else current = isObject(current) ? own(current, token) : undefined;
    if (current === undefined) return undefined;
  }
  return current;
}

/** The document with another value at an existing place, copied along the way there only. */
function put(document: Json, [token, ...rest]: readonly string[], value: Json): Json {
  if (token === undefined) return value;
  if (Array.isArray(document)) {
    const index = Number(token);
    return document.with(index, put(document[index] ?? null, rest, value));
  }
  const object = isObject(document) ? document : {};
  return { ...object, [token]: put(own(object, token) ?? null, rest, value) };
}

/** Digits without leading zeros (RFC 6901, section 4). */
function indexOf(token: string): number | null {
  return /^(?:0|[1-9]\d*)$/.test(token) ? Number(token) : null;
}

function isObject(value: Json | undefined): value is { [name: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function own(object: { [name: string]: Json }, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Equal as JSON: numbers by value, objects whatever the order of their members. */
function isEqual(one: Json, other: Json): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((each, i) => isEqual(each, other[i] ?? null));
  }
  if (!isObject(one) || !isObject(other)) return one === other;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => {
      const value = own(other, name);
      return value !== undefined && isEqual(own(one, name) ?? null, value);
    })
  );
}
