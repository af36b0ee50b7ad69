import { readFileSync } from "node:fs";
import { Ajv } from "ajv";

/**
 * GitHub's own OpenAPI description as a judge: every request that reaches the stand-in and every
 * answer that leaves it is checked. `operations.json` is made by `scripts/extract-github-operations.ts`.
 */
export interface Contract {
  /** The operation behind a method and path, with the path's parameters. */
  match(method: string, path: string): Match | undefined;
  /** What is wrong with a request; empty when GitHub would understand it. */
  judgeRequest(match: Match, query: URLSearchParams, body: unknown): string[];
  /** What is wrong with an answer; server errors (5xx) have no contract. */
  judgeAnswer(match: Match, status: number, body: unknown): string[];
}

export interface Match {
  /** E.g. `GET /repos/{owner}/{repo}/issues`. */
  readonly route: string;
  readonly parameters: Readonly<Record<string, string>>;
}

interface Operation {
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: { readonly type?: string };
  }[];
  /** Without it, a request may come without a body. */
  readonly needsBody: boolean;
  readonly request: unknown;
  readonly responses: Readonly<Record<string, unknown>>;
}

/** GitHub may answer these anywhere, whatever the operation lists. */
const UNIVERSAL = new Set([301, 307, 401, 403, 404, 410, 422, 429]);

export function githubContract(): Contract {
  const text = readFileSync(new URL("operations.json", import.meta.url), "utf8");
  const document = JSON.parse(text) as { operations: Record<string, Operation> };
  const ajv = new Ajv({ strict: false, allErrors: false, logger: false });
  ajv.addFormat("date-time", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/);
  ajv.addFormat("uri", (value) => URL.canParse(value));
  ajv.addFormat("email", /^[^@\s]+@[^@\s]+$/);
  ajv.addFormat("int64", { type: "number", validate: Number.isSafeInteger });
  ajv.addSchema({ ...document, $id: "github" });

  const judge = (pointer: readonly string[], value: unknown): string[] => {
    const path = pointer.map((part) =>
      encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1")),
    );
    const validate = ajv.getSchema(`github#/${path.join("/")}`);
    if (!validate) return [`no schema at ${pointer.join(" › ")}`];
    if (validate(value) === true) return [];
    return [`${pointer.join(" › ")}: ${ajv.errorsText(validate.errors)}`];
  };

  return {
    match: (method, path) => matchRoute(Object.keys(document.operations), method, path),
    judgeRequest: (match, query, body) => {
      const operation = document.operations[match.route]!;
      const problems = judgeQuery(operation, match.route, query);
      const isOptional = body === undefined && !operation.needsBody;
      if (operation.request === null || isOptional) return problems;
      return [...problems, ...judge(["operations", match.route, "request"], body)];
    },
    judgeAnswer: (match, status, body) => {
      if (status >= 500) return [];
      const known = document.operations[match.route]!.responses[String(status)];
      if (known) return judge(["operations", match.route, "responses", String(status)], body);
      if (known === null || UNIVERSAL.has(status) || status === 304) return [];
      return [`${match.route} never answers ${status}`];
    },
  };
}

/** Of several, the one with the fewest parameters: `issues/comments` is no issue. */
function matchRoute(routes: readonly string[], method: string, path: string): Match | undefined {
  const matches = routes.flatMap((route): Match[] => {
    const [verb, template = ""] = route.split(" ");
    if (verb !== method) return [];
    const pattern = template.replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)");
    const found = new RegExp(`^${pattern}$`).exec(path);
    if (!found) return [];
    const parameters = Object.entries(found.groups ?? {}).map(([name, value]) => [
      name,
      decodeURIComponent(value),
    ]);
    return [{ route, parameters: Object.fromEntries(parameters) as Record<string, string> }];
  });
  const count = ({ parameters }: Match): number => Object.keys(parameters).length;
  return matches.toSorted((a, b) => count(a) - count(b))[0];
}

function judgeQuery(operation: Operation, route: string, query: URLSearchParams): string[] {
  const known = operation.parameters.filter((parameter) => parameter.in === "query");
  const problems: string[] = [];
  for (const [name, value] of query) {
    const parameter = known.find((one) => one.name === name);
    if (!parameter) problems.push(`${route} has no query parameter ${name}`);
    else if (parameter.schema.type === "integer" && !/^\d+$/.test(value)) {
      problems.push(`${route}: ${name} is no integer: ${value}`);
    }
  }
  for (const { name, required } of known) {
    if (required && !query.has(name)) problems.push(`${route} misses the query parameter ${name}`);
  }
  return problems;
}
