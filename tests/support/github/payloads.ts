import type { components } from "@octokit/openapi-types";
import type {
  Account,
  CommentState,
  EventState,
  IssueState,
  LabelState,
  RepositoryState,
} from "./world.ts";

/** The JSON that GitHub shows of its state; the types are GitHub's own. */
type Schemas = components["schemas"];

export interface Addresses {
  readonly api: string;
  readonly web: string;
}

export function userPayload(account: Account, { api, web }: Addresses): Schemas["simple-user"] {
  const url = `${api}/users/${encodeURIComponent(account.login)}`;
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId("User", account.id),
    avatar_url: `${web}/avatars/${account.id}`,
    gravatar_id: "",
    url,
    html_url: `${web}/${account.login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.type,
    site_admin: false,
  };
}

export function selfPayload(account: Account, addresses: Addresses): Schemas["public-user"] {
  return {
    ...userPayload(account, addresses),
    name: null,
    company: null,
    blog: null,
    location: null,
    email: null,
    hireable: null,
    bio: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: "2020-01-01T00:00:00Z",
    updated_at: "2020-01-01T00:00:00Z",
  };
}

export function labelPayload(
  label: LabelState,
  repository: RepositoryState,
  addresses: Addresses,
): Schemas["label"] {
  return {
    id: label.id,
    node_id: nodeId("Label", label.id),
    url: `${repositoryUrl(repository, addresses)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: false,
    description: null,
  };
}

export function issuePayload(
  issue: IssueState,
  repository: RepositoryState,
  addresses: Addresses,
): Schemas["issue"] {
  const base = repositoryUrl(repository, addresses);
  const url = `${base}/issues/${issue.number}`;
  const kind = issue.isPullRequest ? "pull" : "issues";
  const page = `${addresses.web}/${repository.owner}/${repository.name}/${kind}/${issue.number}`;
  return {
    url,
    repository_url: base,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: page,
    id: issue.id,
    node_id: nodeId("Issue", issue.id),
    number: issue.number,
    title: issue.title,
    user: userPayload(issue.author, addresses),
    labels: [...issue.labels.values()].map((label) => labelPayload(label, repository, addresses)),
    state: issue.state,
    state_reason: issue.stateReason,
    locked: issue.locked,
    assignee: null,
    assignees: [],
    milestone: null,
    comments: issue.comments.length,
    created_at: time(issue.createdAt),
    updated_at: time(issue.updatedAt),
    closed_at: issue.closedAt === null ? null : time(issue.closedAt),
    author_association: "COLLABORATOR",
    active_lock_reason: null,
    body: issue.body,
    closed_by: null,
    reactions: noReactions(url),
    sub_issues_summary: {
      total: issue.subIssues.length,
      completed: issue.subIssues.filter((part) => part.state === "closed").length,
      percent_completed: 0,
    },
    issue_dependencies_summary: {
      blocked_by: issue.blockedBy.filter((blocker) => blocker.state === "open").length,
      blocking: 0,
      total_blocked_by: issue.blockedBy.length,
      total_blocking: 0,
    },
    timeline_url: `${url}/timeline`,
    performed_via_github_app: null,
    ...(issue.isPullRequest ? { pull_request: pullRequest(page, base, issue.number) } : {}),
  };
}

function pullRequest(page: string, base: string, number: number) {
  const [diff_url, patch_url] = [`${page}.diff`, `${page}.patch`];
  return { url: `${base}/pulls/${number}`, html_url: page, diff_url, patch_url, merged_at: null };
}

export function commentPayload(
  comment: CommentState,
  issue: IssueState,
  repository: RepositoryState,
  addresses: Addresses,
): Schemas["issue-comment"] {
  const base = repositoryUrl(repository, addresses);
  const page = `${addresses.web}/${repository.owner}/${repository.name}/issues/${issue.number}`;
  const url = `${base}/issues/comments/${comment.id}`;
  return {
    url,
    html_url: `${page}#issuecomment-${comment.id}`,
    issue_url: `${base}/issues/${issue.number}`,
    id: comment.id,
    node_id: nodeId("IssueComment", comment.id),
    user: userPayload(comment.author, addresses),
    created_at: time(comment.createdAt),
    updated_at: time(comment.updatedAt),
    author_association: "COLLABORATOR",
    body: comment.body,
    reactions: noReactions(url),
    performed_via_github_app: null,
  };
}

export function eventPayload(
  event: EventState,
  repository: RepositoryState,
  addresses: Addresses,
): Schemas["labeled-issue-event"] {
  return {
    id: event.id,
    node_id: nodeId("IssueEvent", event.id),
    url: `${repositoryUrl(repository, addresses)}/issues/events/${event.id}`,
    actor: userPayload(event.actor, addresses),
    event: event.event,
    commit_id: null,
    commit_url: null,
    created_at: time(event.createdAt),
    label: { name: event.label.name, color: event.label.color },
    performed_via_github_app: null,
  };
}

export function permissionPayload(
  account: Account,
  permission: string,
  addresses: Addresses,
): Schemas["repository-collaborator-permission"] {
  const user = { ...userPayload(account, addresses), role_name: permission };
  return { permission, role_name: permission, user };
}

function repositoryUrl(repository: RepositoryState, { api }: Addresses): string {
  return `${api}/repos/${repository.owner}/${repository.name}`;
}

function nodeId(kind: string, id: number): string {
  return Buffer.from(`${kind}:${id}`).toString("base64");
}

function noReactions(url: string): Schemas["reaction-rollup"] {
  const none = { "+1": 0, "-1": 0, laugh: 0, hooray: 0, confused: 0, heart: 0, rocket: 0, eyes: 0 };
  return { url: `${url}/reactions`, total_count: 0, ...none };
}

/** GitHub tells time in whole seconds. */
export function time(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
}
