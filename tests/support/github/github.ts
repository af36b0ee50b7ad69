import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { githubContract, type Match } from "./contract.ts";
import { problem, type Answered, type Asked } from "./answers.ts";
import { answerApp, isApp, type AppState } from "./app.ts";
import { answerGraph } from "./graph.ts";
import { answer } from "./routes.ts";
import { isUpload, parsed, read, shorten, type Sent } from "./sent.ts";
import {
  World,
  type IssueState,
  type NewIssue,
  type Permission,
  type RepositoryState,
} from "./world.ts";

/**
 * A GitHub of our own on loopback: state, permissions, ETags, pages, rate limit and faults. Every
 * request and answer is checked against GitHub's OpenAPI description; `violations` says what failed.
 */
export interface GitHubStandIn extends AsyncDisposable {
  readonly url: string;
  /** Belongs to the account `kantoku-bot`; what it was before `rotateToken` is refused. */
  readonly token: string;
  rotateToken(): void;
  /** Pages are never longer than this, whatever is asked for. */
  longestPage: number;
  /** Lists, issues, and what GraphQL tells of both do not show what is younger than this, in ms. */
  listLagMs: number;
  readonly world: World;
  readonly requests: readonly SeenRequest[];
  /** What GraphQL was asked, and what it answered. */
  readonly questions: readonly { readonly asked: unknown; readonly answer: unknown }[];
  readonly violations: readonly string[];
  /** Set to let a GitHub App in, beside the token. */
  app: AppState | undefined;
  repository(fullName: string): RepositoryHands;
  /** The next `times` requests that fit get the fault instead of an answer. */
  injectFault(fault: Fault): void;
  /** Asked for each request that no injected fault fits, until it is set to something else. */
  chaos: (method: string, path: string) => Fault["kind"] | undefined;
  /** Resolves when `condition` holds; asked again after every request and every change. */
  until(condition: () => boolean, what: string, patienceMs?: number): Promise<void>;
  close(): Promise<void>;
}

/** What a person can do in a repository on the web. */
export interface RepositoryHands {
  readonly state: RepositoryState;
  readonly allow: (login: string, permission: Permission) => void;
  readonly open: (issue: NewIssue) => IssueState;
  readonly delete: (issue: IssueState) => void;
  readonly label: (issue: IssueState, name: string, by: string) => void;
  readonly unlabel: (issue: IssueState, name: string, by: string) => void;
}

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly route: string | undefined;
  readonly status: number;
  /** When it had come, and when its answer was ready, by GitHub's clock. */
  readonly at: number;
  readonly answeredAt: number;
}

export interface Fault {
  readonly method?: string;
  readonly path: RegExp;
  /** Default 1. */
  readonly times?: number;
  readonly kind:
    | { readonly name: "status"; readonly status: number; readonly headers?: Headers_ }
    /** A 403 that is known for a limit only by the page that it points to. */
    | { readonly name: "secondary-limit" }
    /** GraphQL's answer of 200 that is a limit; what is left and when it is more are its headers. */
    | {
        readonly name: "query-limit";
        readonly type: "RATE_LIMITED" | "RATE_LIMIT";
        readonly remaining?: string;
        readonly reset?: string;
      }
    /** The change is made, then the answer gets lost. */
    | { readonly name: "status-after-commit"; readonly status: number }
    | { readonly name: "reset" | "reset-after-commit" | "hang" | "hang-after-commit" }
    /** The list does not show its newest items yet. */
    | { readonly name: "lagging-list"; readonly hidden: number }
    /** An upload breaks off: GitHub keeps something, and the answer gets lost. */
    | { readonly name: "broken-upload" };
}
type Headers_ = Readonly<Record<string, string>>;

const SECONDARY_LIMIT = {
  message:
    "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
  documentation_url: "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api",
};
const TOKEN = "stand-in-token";
const LOGIN = "kantoku-bot";
const HOURLY_LIMIT = 5000;

export interface StandInOptions {
  readonly now?: () => number;
  /** Default 0: any free one. */
  readonly port?: number;
  /** Tokens of people, with their logins. */
  readonly people?: Readonly<Record<string, string>>;
}

export async function startGitHub(options: StandInOptions = {}): Promise<GitHubStandIn> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  return standIn(server, options);
}

function standIn(server: Server, { now = Date.now, people = {} }: StandInOptions): GitHubStandIn {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const contract = githubContract();
  const requests: SeenRequest[] = [];
  const violations: string[] = [];
  const questions: { asked: unknown; answer: unknown }[] = [];
  const faults: { -readonly [Key in keyof Required<Fault>]: Required<Fault>[Key] }[] = [];
  const waiting = new Set<() => void>();
  let token = TOKEN;
  let rotations = 0;
  const changed = (): void => waiting.forEach((check) => check());
  const world = new World(now, changed);
  world.account(LOGIN);

  const takeFault = (method: string, path: string): Fault["kind"] | undefined => {
    const fault = faults.find(
      (one) => one.times > 0 && ["", method].includes(one.method) && one.path.test(path),
    );
    if (!fault) return github.chaos(method, path);
    fault.times -= 1;
    return fault.kind;
  };

  /** Judges, changes and answers; the fault decides what of it the client gets to see. */
  const perform = (
    match: Match,
    path: string,
    query: URLSearchParams,
    { raw, type }: Sent,
    login: string,
    fault: Fault["kind"] | undefined,
  ): Answered => {
    const body = isUpload(match) ? undefined : parsed(raw);
    const wrong = contract.judgeRequest(match, query, body);
    violations.push(...wrong);
    if (wrong.length > 0) return problem(422, `Validation Failed: ${wrong.join("; ")}`);
    const fields = (body ?? {}) as Asked["body"];
    const hidden = fault?.name === "lagging-list" ? fault.hidden : 0;
    const breaksOff = fault?.name === "broken-upload";
    const shownUntil = now() - github.listLagMs;
    const what = { match, path, query, body: fields, login, raw, type };
    const asked = { ...what, hidden, shownUntil, breaksOff };
    shorten(query, github.longestPage);
    const addresses = { api: url, web: url };
    const own = github.app && answerApp(github.app, world, match, addresses);
    const answered = own ?? answer(world, addresses, asked);
    // Through JSON, as a client would see it.
    const json = JSON.stringify(answered.body) ?? "null";
    // GitHub answers `starter`, which its description does not know.
    const shown = JSON.parse(json.replaceAll('"state":"starter"', '"state":"open"')) as unknown;
    violations.push(...contract.judgeAnswer(match, answered.status, shown));
    return answered;
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? "/", url);
    const method = request.method ?? "GET";
    const path = byName(world, pathname);
    const sent = await read(request);
    response.setHeader("date", new Date(now()).toUTCString());
    const match = contract.match(method, path);
    const at = now();
    const note = (status: number, route = match?.route): void => {
      requests.push({ method, path, route, status, at, answeredAt: now() });
      changed();
    };
    const fault = takeFault(method, path);
    if (fault?.name === "status") {
      send(response, { ...problem(fault.status, "Injected fault"), headers: fault.headers ?? {} });
      return note(fault.status);
    }
    if (fault?.name === "secondary-limit") {
      send(response, { status: 403, body: SECONDARY_LIMIT });
      return note(403);
    }
    if (fault?.name === "query-limit") {
      send(response, queryLimit(fault));
      return note(200, "POST /graphql");
    }
    if (fault?.name === "hang") return note(0);
    if (fault?.name === "reset") return (request.socket.destroy(), note(0));
    const authorization = request.headers.authorization ?? "";
    const person = people[authorization.replace(/^token /, "")];
    const login = person ?? loginOf(authorization, token, github.app);
    if (login === undefined) {
      send(response, problem(401, "Bad credentials"));
      return note(401);
    }
    if (method === "POST" && path === "/graphql") {
      const asked = parsed(sent.raw);
      const answered = answerGraph(world, asked, now() - github.listLagMs);
      questions.push({ asked, answer: answered.body });
      send(response, answered);
      return note(answered.status, "POST /graphql");
    }
    if (!match) {
      violations.push(`GitHub has no operation ${method} ${path} among those in use`);
      send(response, problem(404, "Not Found"));
      return note(404);
    }
    const answered = perform(match, path, searchParams, sent, login, fault);
    if (fault?.name === "hang-after-commit") return note(0);
    const isCut = fault?.name === "reset-after-commit" || fault?.name === "broken-upload";
    if (isCut) return (request.socket.destroy(), note(0));
    if (fault?.name === "status-after-commit") {
      send(response, problem(fault.status, "Server Error"));
      return note(fault.status);
    }
    note(sendConditionally(request, response, answered, requests.length, now()));
  };

  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    serve(request, response).catch((error: unknown) => {
      violations.push(`The stand-in itself failed: ${String(error)}`);
      response.destroy();
    });
  });

  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  const github: GitHubStandIn = {
    url,
    get token() {
      return token;
    },
    rotateToken: () => {
      rotations += 1;
      token = `${TOKEN}-${rotations}`;
    },
    app: undefined,
    longestPage: 100,
    listLagMs: 0,
    world,
    requests,
    questions,
    violations,
    repository: (fullName) => hands(world, fullName),
    injectFault: (fault) => {
      faults.push({ method: "", times: 1, ...fault });
    },
    chaos: () => undefined,
    until: (condition, what, patienceMs = PATIENCE_MS) =>
      untilHolds(waiting, condition, what, patienceMs),
    close,
    [Symbol.asyncDispose]: close,
  };
  return github;
}

function queryLimit({ type, remaining, reset }: QueryLimit): Answered {
  const message = "API rate limit exceeded for user ID 1.";
  const headers = {
    ...(remaining !== undefined && { "x-ratelimit-remaining": remaining }),
    ...(reset !== undefined && { "x-ratelimit-reset": reset }),
  };
  return { status: 200, body: { errors: [{ type, message }] }, headers };
}

type QueryLimit = Extract<Fault["kind"], { readonly name: "query-limit" }>;

/** Whose the credentials are; undefined for nobody's. */
function loginOf(
  authorization: string,
  token: string,
  app: AppState | undefined,
): string | undefined {
  if (authorization === `token ${token}`) return LOGIN;
  if (!app) return undefined;
  const isInstallation = app.tokens.has(authorization.replace(/^token /, ""));
  return isInstallation || isApp(app, authorization) ? `${app.slug}[bot]` : undefined;
}

function hands(world: World, fullName: string): RepositoryHands {
  const state = world.addRepository(fullName);
  return {
    state,
    allow: (login, permission) => world.allow(state, login, permission),
    open: (issue) => world.openIssue(state, issue),
    delete: (issue) => world.deleteIssue(state, issue),
    label: (issue, name, by) => world.label(state, issue, [name], by),
    unlabel: (issue, name, by) => void world.unlabel(issue, name, by),
  };
}

const PATIENCE_MS = 120_000;

async function untilHolds(
  waiting: Set<() => void>,
  condition: () => boolean,
  what: string,
  patienceMs: number,
): Promise<void> {
  if (condition()) return;
  await new Promise<void>((resolve, reject) => {
    const check = (): void => {
      if (!condition()) return;
      clearTimeout(patience);
      waiting.delete(check);
      resolve();
    };
    const patience = setTimeout(() => {
      waiting.delete(check);
      reject(new Error(`Waited ${patienceMs / 1000} s in vain until ${what}`));
    }, patienceMs);
    waiting.add(check);
  });
}

/** `/repositories/1000/…`, as in `Link` headers, is the same as `/repos/owner/name/…`. */
function byName(world: World, path: string): string {
  const [, id, rest] = /^\/repositories\/(\d+)(\/.*)?$/.exec(path) ?? [];
  const repository = world.repositories.find((one) => one.id === Number(id));
  return repository ? `/repos/${repository.owner}/${repository.name}${rest ?? ""}` : path;
}

/** Answers 304 when the client has it already. */
function sendConditionally(
  request: IncomingMessage,
  response: ServerResponse,
  answered: Answered,
  used: number,
  now: number,
): number {
  const digest = createHash("sha256")
    // GitHub's ETags hold for one token.
    .update(`${request.headers.authorization} ${JSON.stringify(answered.body)}`)
    .digest("hex");
  const etag = `W/"${digest}"`;
  const limit = {
    etag,
    "x-ratelimit-limit": String(HOURLY_LIMIT),
    "x-ratelimit-remaining": String(HOURLY_LIMIT - used),
    "x-ratelimit-reset": String(Math.ceil(now / 1000) + 3600),
  };
  const isKnown = request.method === "GET" && request.headers["if-none-match"] === etag;
  if (isKnown) {
    response.writeHead(304, limit).end();
    return 304;
  }
  send(response, { ...answered, headers: { ...limit, ...answered.headers } });
  return answered.status;
}

function send(response: ServerResponse, { status, body, headers }: Answered): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
