import type { Match } from "./contract.ts";
import type { Addresses } from "./payloads.ts";
import type { IssueState, RepositoryState, World } from "./world.ts";

/** What is asked of GitHub, and how it answers. */

export interface Asked {
  readonly match: Match;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  /** Whose token it was. */
  readonly login: string;
  /** How many of its newest items a lagging list does not show yet. */
  readonly hidden: number;
  /** A lagging list does not show what was made later than this, in ms since the epoch. */
  readonly shownUntil: number;
  /** What was sent, and as what, when it is no JSON. */
  readonly raw: Buffer;
  readonly type: string;
  /** An upload stops before its end. */
  readonly breaksOff: boolean;
}

export interface Answered {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Handler = (asked: Asked, place: Place) => Answered;

export interface Place {
  readonly world: World;
  readonly addresses: Addresses;
  readonly repository: RepositoryState;
  readonly issue: IssueState;
}

export const NOT_FOUND = problem(404, "Not Found");
export const GONE = problem(410, "This issue was deleted");

export function problem(status: number, message: string): Answered {
  const documentation_url = "https://docs.github.com/rest";
  return { status, body: { message, documentation_url, status: String(status) } };
}

/** What is wrong with which field, as GitHub says it. */
export function refused(resource: string, code: string, field: string): Answered {
  const { status, body } = problem(422, "Validation Failed");
  return { status, body: { ...(body as object), errors: [{ resource, code, field }] } };
}

/** One page with the `Link` header that GitHub writes, which names repositories by id. */
export function page<T>(
  all: readonly T[],
  query: URLSearchParams,
  url: string,
  show: (item: T) => unknown,
): Answered {
  const perPage = Number(query.get("per_page") ?? 30);
  const current = Number(query.get("page") ?? 1);
  const last = Math.max(1, Math.ceil(all.length / perPage));
  const link = (relation: string, number: number): string => {
    const rest = [...query].filter(([name]) => name !== "page");
    const search = new URLSearchParams([...rest, ["page", String(number)]]);
    return `<${url}?${search.toString()}>; rel="${relation}"`;
  };
  const links = [
    ...(current > 1 ? [link("prev", current - 1)] : []),
    ...(current < last ? [link("next", current + 1), link("last", last)] : []),
    ...(current > 1 ? [link("first", 1)] : []),
  ];
  return {
    status: 200,
    body: all.slice((current - 1) * perPage, current * perPage).map(show),
    ...(links.length > 0 ? { headers: { link: links.join(", ") } } : {}),
  };
}
