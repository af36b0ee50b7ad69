import {
  GONE,
  NOT_FOUND,
  page,
  problem,
  type Answered,
  type Asked,
  type Handler,
  type Place,
} from "./answers.ts";
import {
  commentPayload,
  eventPayload,
  issuePayload,
  labelPayload,
  permissionPayload,
  selfPayload,
  type Addresses,
} from "./payloads.ts";
import { INBOX } from "./inbox-routes.ts";
import { REACTIONS } from "./reactions.ts";
import { STORAGE } from "./storage-routes.ts";
import { isSameName, type IssueState, type RepositoryState, type World } from "./world.ts";

/** What GitHub does for each operation that Kantoku uses. */

const ISSUES = "/repos/{owner}/{repo}/issues";
const ISSUE = `${ISSUES}/{issue_number}`;

export function answer(world: World, addresses: Addresses, asked: Asked): Answered {
  if (asked.match.route === "GET /user") {
    return { status: 200, body: selfPayload(world.account(asked.login), addresses) };
  }
  const { owner = "", repo = "", issue_number, comment_id } = asked.match.parameters;
  const repository = world.findRepository(owner, repo);
  if (!repository) return NOT_FOUND;
  if (!isSameName(`${repository.owner}/${repository.name}`, `${owner}/${repo}`)) {
    return renamed(asked, repository, addresses);
  }
  const issue =
    issue_number === undefined
      ? findByComment(repository, comment_id)
      : repository.issues.get(Number(issue_number));
  const needsIssue = issue_number !== undefined || comment_id !== undefined;
  if (needsIssue && !issue) {
    const target = world.moved.get(`${repository.id}/${issue_number}`);
    if (!target) return Number(issue_number) <= repository.lastNumber ? GONE : NOT_FOUND;
    const location = `${addresses.api}/repositories/${target.repository.id}/issues/${target.issue.number}`;
    return { ...problem(301, "Moved Permanently"), headers: { location } };
  }
  const handler = HANDLERS[asked.match.route];
  if (!handler) return NOT_FOUND;
  return handler(asked, { world, addresses, repository, issue: issue! });
}

/** Reads are led on with 301, writes with 307, so that they stay what they are. */
function renamed(asked: Asked, { id }: RepositoryState, { api }: Addresses): Answered {
  const isRead = asked.match.route.startsWith("GET ");
  const path = asked.path.replace(/^\/repos\/[^/]+\/[^/]+/, "");
  const query = asked.query.toString();
  const location = `${api}/repositories/${id}${path}${query && `?${query}`}`;
  const { status, body } = problem(isRead ? 301 : 307, "Moved Permanently");
  return { status, body: { ...(body as object), url: location }, headers: { location } };
}

const HANDLERS: Readonly<Record<string, Handler>> = {
  ...INBOX,
  ...STORAGE,
  ...REACTIONS,

  [`GET ${ISSUES}/comments`]: ({ query, hidden, shownUntil }, { repository, addresses }) => {
    const all = [...repository.issues.values()].flatMap((issue) =>
      issue.comments
        .filter(({ createdAt }) => createdAt <= shownUntil)
        .map((comment) => ({ issue, comment })),
    );
    const byAge = all.toSorted((a, b) => a.comment.id - b.comment.id);
    const shown = byAge
      .slice(0, byAge.length - hidden)
      .toSorted((a, b) => b.comment.updatedAt - a.comment.updatedAt || b.comment.id - a.comment.id);
    if (query.get("direction") === "asc") shown.reverse();
    const url = `${addresses.api}/repositories/${repository.id}/issues/comments`;
    return page(shown, query, url, ({ issue, comment }) =>
      commentPayload(comment, issue, repository, addresses),
    );
  },

  [`GET ${ISSUES}`]: ({ query, hidden, shownUntil }, { world, repository, addresses }) => {
    const labels = (query.get("labels") ?? "").split(",").filter(Boolean);
    const state = query.get("state") ?? "open";
    const since = Date.parse(query.get("since") ?? "1970-01-01");
    const found = [...repository.issues.values()]
      .flatMap((issue) => world.history.shown(issue, shownUntil, 0) ?? [])
      .filter((issue) => state === "all" || issue.state === state)
      .filter((issue) => labels.every((label) => issue.labels.has(label.toLowerCase())))
      .filter((issue) => issue.updatedAt >= since)
      .toSorted(byTime(query.get("sort") === "updated" ? "updatedAt" : "createdAt"))
      .slice(hidden);
    if (query.get("direction") === "asc") found.reverse();
    return page(found, query, `${addresses.api}/repositories/${repository.id}/issues`, (issue) =>
      issuePayload(issue, repository, addresses),
    );
  },

  [`POST ${ISSUES}`]: ({ body, login }, { world, repository, addresses }) => {
    const issue = world.openIssue(repository, {
      by: login,
      title: String(body["title"]),
      body: (body["body"] as string | undefined) ?? null,
      labels: (body["labels"] as string[] | undefined) ?? [],
    });
    return { status: 201, body: issuePayload(issue, repository, addresses) };
  },

  [`GET ${ISSUE}`]: ({ hidden, shownUntil }, { world, issue, repository, addresses }) => {
    const shown = world.history.shown(issue, shownUntil, hidden);
    if (!shown) return NOT_FOUND;
    return { status: 200, body: issuePayload(shown, repository, addresses) };
  },

  [`PATCH ${ISSUE}`]: ({ body }, { world, issue, repository, addresses }) => {
    const { title, body: text, state, state_reason } = body as PatchBody;
    if (title !== undefined || text !== undefined) {
      world.edit(issue, { title: title ?? issue.title, body: text ?? issue.body });
    }
    if (state) world.setState(issue, state, state_reason ?? null);
    return { status: 200, body: issuePayload(issue, repository, addresses) };
  },

  [`GET ${ISSUE}/events`]: ({ query, shownUntil }, { issue, repository, addresses }) =>
    page(
      issue.events.filter(({ createdAt }) => createdAt <= shownUntil),
      query,
      `${addresses.api}/repositories/${repository.id}/issues/${issue.number}/events`,
      (event) => eventPayload(event, repository, addresses),
    ),

  [`GET ${ISSUE}/comments`]: (asked, { issue, repository, addresses }) => {
    const { query, hidden, shownUntil } = asked;
    const since = Date.parse(query.get("since") ?? "1970-01-01");
    const shown = issue.comments
      .slice(0, issue.comments.length - hidden)
      .filter(({ createdAt, updatedAt }) => updatedAt >= since && createdAt <= shownUntil);
    const url = `${addresses.api}/repositories/${repository.id}/issues/${issue.number}/comments`;
    return page(shown, query, url, (comment) =>
      commentPayload(comment, issue, repository, addresses),
    );
  },

  [`POST ${ISSUE}/comments`]: ({ body, login }, { world, issue, repository, addresses }) => {
    if (issue.locked) return problem(403, "Unable to create comment because issue is locked.");
    const comment = world.comment(issue, login, String(body["body"]));
    return { status: 201, body: commentPayload(comment, issue, repository, addresses) };
  },

  [`GET ${ISSUES}/comments/{comment_id}`]: ({ match }, place) => {
    const { issue, repository, addresses } = place;
    const id = Number(match.parameters["comment_id"]);
    const comment = issue.comments.find((one) => one.id === id)!;
    return { status: 200, body: commentPayload(comment, issue, repository, addresses) };
  },

  [`PATCH ${ISSUES}/comments/{comment_id}`]: ({ match, body }, place) => {
    const { world, issue, repository, addresses } = place;
    const id = Number(match.parameters["comment_id"]);
    const comment = issue.comments.find((one) => one.id === id)!;
    world.editComment(issue, comment, String(body["body"]));
    return { status: 200, body: commentPayload(comment, issue, repository, addresses) };
  },

  [`DELETE ${ISSUES}/comments/{comment_id}`]: ({ match }, { world, issue }) => {
    world.deleteComment(issue, Number(match.parameters["comment_id"]));
    return { status: 204, body: undefined };
  },

  [`GET ${ISSUE}/labels`]: (_asked, place) => labelsOf(place),

  [`POST ${ISSUE}/labels`]: ({ body, login }, place) => {
    place.world.label(place.repository, place.issue, body["labels"] as string[], login);
    return labelsOf(place);
  },

  [`DELETE ${ISSUE}/labels/{name}`]: ({ match, login }, place) => {
    const wasThere = place.world.unlabel(place.issue, match.parameters["name"] ?? "", login);
    return wasThere ? labelsOf(place) : problem(404, "Label does not exist");
  },

  "GET /repos/{owner}/{repo}/collaborators/{username}/permission": ({ match }, place) => {
    const { world, repository, addresses } = place;
    const account = world.accounts.get(match.parameters["username"] ?? "");
    if (!account) return problem(404, "Not Found");
    const permission = repository.permissions.get(account.login) ?? "read";
    return { status: 200, body: permissionPayload(account, permission, addresses) };
  },
};

interface PatchBody {
  readonly title?: string;
  readonly body?: string;
  readonly state?: "open" | "closed";
  readonly state_reason?: "completed" | "not_planned" | "reopened";
}

function labelsOf({ issue, repository, addresses }: Place): Answered {
  const labels = [...issue.labels.values()];
  return {
    status: 200,
    body: labels.map((label) => labelPayload(label, repository, addresses)),
  };
}

function findByComment(repository: RepositoryState, id: string | undefined) {
  return [...repository.issues.values()].find((issue) =>
    issue.comments.some((comment) => comment.id === Number(id)),
  );
}

/** Newest first; what was made later stands first within the same second. */
function byTime(key: "createdAt" | "updatedAt") {
  return (a: IssueState, b: IssueState): number => b[key] - a[key] || b.number - a.number;
}
