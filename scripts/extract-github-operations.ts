/**
 * Cuts the operations that Kantoku uses out of GitHub's OpenAPI description, which is far too big to
 * depend on, and keeps them as JSON Schemas in `tests/support/github/operations.json`.
 *
 *     node scripts/extract-github-operations.ts [api.github.com.json]
 *
 * Without a path it installs the description from npm into a temporary folder first.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PACKAGE = "@octokit/openapi@23.0.2";
const TARGET = new URL("../tests/support/github/operations.json", import.meta.url);

const USED = [
  "GET /user",
  "GET /repos/{owner}/{repo}/issues",
  "POST /repos/{owner}/{repo}/issues",
  "GET /repos/{owner}/{repo}/issues/{issue_number}",
  "PATCH /repos/{owner}/{repo}/issues/{issue_number}",
  "GET /repos/{owner}/{repo}/issues/{issue_number}/events",
  "GET /repos/{owner}/{repo}/issues/{issue_number}/comments",
  "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
  "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}",
  "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}",
  "GET /repos/{owner}/{repo}/issues/{issue_number}/labels",
  "POST /repos/{owner}/{repo}/issues/{issue_number}/labels",
  "DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}",
  "GET /repos/{owner}/{repo}/collaborators/{username}/permission",
  "GET /repos/{owner}/{repo}/issues/comments",
  "GET /repos/{owner}/{repo}/issues/comments/{comment_id}",
  "GET /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions",
  "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions",
  "GET /repos/{owner}/{repo}/issues/{issue_number}/reactions",
  "POST /repos/{owner}/{repo}/issues/{issue_number}/reactions",
  "GET /repos/{owner}/{repo}/releases/tags/{tag}",
  "GET /repos/{owner}/{repo}/releases",
  "POST /repos/{owner}/{repo}/releases",
  "GET /repos/{owner}/{repo}/releases/{release_id}/assets",
  "POST /repos/{owner}/{repo}/releases/{release_id}/assets",
  "GET /repos/{owner}/{repo}/releases/assets/{asset_id}",
  "DELETE /repos/{owner}/{repo}/releases/assets/{asset_id}",
  "GET /repos/{owner}/{repo}",
  "GET /repos/{owner}/{repo}/git/ref/{ref}",
  "POST /repos/{owner}/{repo}/git/refs",
  "GET /repos/{owner}/{repo}/contents/{path}",
  "PUT /repos/{owner}/{repo}/contents/{path}",
  "GET /repos/{owner}/{repo}/labels",
  "POST /repos/{owner}/{repo}/labels",
  "PATCH /repos/{owner}/{repo}/labels/{name}",
  "GET /repos/{owner}/{repo}/issues/{issue_number}/dependencies/blocked_by",
  "GET /repos/{owner}/{repo}/issues/{issue_number}/sub_issues",
  "GET /repos/{owner}/{repo}/issues/{issue_number}/parent",
  "GET /repos/{owner}/{repo}/hooks/{hook_id}/deliveries",
  "GET /app",
  "GET /repos/{owner}/{repo}/installation",
  "POST /app/installations/{installation_id}/access_tokens",
] as const;

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

/** Words of a schema that say nothing about what is valid. */
const PROSE = new Set(["description", "example", "examples", "title", "deprecated", "default"]);
/** Keywords whose keys are names chosen by GitHub, not keywords. */
const NAME_MAPS = new Set(["properties", "patternProperties"]);

const given = process.argv[2];
const description = JSON.parse(given ? readFileSync(given, "utf8") : download()) as JsonObject;
const schemas: JsonObject = {};
const operations = Object.fromEntries(USED.map((route) => [route, operation(route)]));
const version = at(description, "info", "version") as string;
writeFileSync(TARGET, `${JSON.stringify({ version, operations, schemas })}\n`);
process.stdout.write(
  `${USED.length} operations and ${Object.keys(schemas).length} schemas of version ${version}\n`,
);

function download(): string {
  const folder = mkdtempSync(join(tmpdir(), "github-openapi-"));
  try {
    execFileSync("npm", ["install", "--no-save", "--prefix", folder, PACKAGE], {
      stdio: "inherit",
    });
    const generated = join(folder, "node_modules/@octokit/openapi/generated");
    return readFileSync(join(generated, "api.github.com.json"), "utf8");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function operation(route: string): JsonObject {
  const [method = "", path = ""] = route.split(" ");
  const found = at(description, "paths", path, method.toLowerCase()) as JsonObject | undefined;
  if (!found) throw new Error(`GitHub's description has no operation ${route}`);
  const responses = Object.entries(found["responses"] as JsonObject).map(([status, response]) => [
    status,
    body(resolve(response)),
  ]);
  return {
    parameters: ((found["parameters"] ?? []) as Json[]).map(parameter),
    needsBody: at(found, "requestBody", "required") === true,
    request: found["requestBody"] ? body(resolve(found["requestBody"])) : null,
    responses: Object.fromEntries(responses) as JsonObject,
  };
}

function parameter(reference: Json): JsonObject {
  const { name, in: place, required, schema } = resolve(reference);
  return {
    name: name ?? null,
    in: place ?? null,
    required: required ?? false,
    schema: convert(schema!),
  };
}

/** The JSON schema of a request's or answer's body; null where there is none. */
function body(holder: JsonObject): Json {
  const schema = at(holder, "content", "application/json", "schema");
  return schema === undefined ? null : convert(schema);
}

/** OpenAPI 3.0 to JSON Schema: `nullable` becomes a type, references move to `schemas`. */
function convert(value: Json): Json {
  if (Array.isArray(value)) return value.map(convert);
  if (value === null || typeof value !== "object") return value;
  if (typeof value["$ref"] === "string") return { $ref: keep(value["$ref"]) };
  const { nullable, ...rest } = value;
  const schema: JsonObject = Object.fromEntries(
    Object.entries(rest)
      .filter(([key]) => !PROSE.has(key) && !key.startsWith("x-"))
      .map(([key, child]) => [key, NAME_MAPS.has(key) ? convertEach(child) : convert(child)]),
  );
  return nullable === true ? orNull(schema) : schema;
}

function convertEach(named: Json): JsonObject {
  const entries = Object.entries(named as JsonObject);
  return Object.fromEntries(entries.map(([name, schema]) => [name, convert(schema)]));
}

function orNull(schema: JsonObject): JsonObject {
  if (typeof schema["type"] !== "string") return { anyOf: [schema, { type: "null" }] };
  const options = schema["enum"] as Json[] | undefined;
  return {
    ...schema,
    type: [schema["type"], "null"],
    ...(options && !options.includes(null) ? { enum: [...options, null] } : {}),
  };
}

/** Copies a referenced schema, and what it refers to, into the kept ones. */
function keep(reference: string): string {
  const name = reference.replace("#/components/schemas/", "");
  if (!(name in schemas)) {
    schemas[name] = {};
    schemas[name] = convert(at(description, "components", "schemas", name)!);
  }
  return `#/schemas/${name}`;
}

function resolve(value: Json): JsonObject {
  const holder = value as JsonObject;
  const reference = holder["$ref"];
  return typeof reference === "string"
    ? (at(description, ...reference.slice(2).split("/")) as JsonObject)
    : holder;
}

function at(value: Json, ...path: string[]): Json | undefined {
  let found: Json | undefined = value;
  for (const key of path) found = (found as JsonObject | undefined)?.[key];
  return found;
}
