import { time, userPayload, type Addresses } from "./payloads.ts";
import type { Account, RepositoryState } from "./world.ts";

/** Addresses that nobody follows here, but GitHub always shows. */
const URLS = `archive assignees blobs branches collaborators comments commits compare contents
  contributors deployments downloads events forks git_commits git_refs git_tags hooks
  issue_comment issue_events issues keys labels languages merges milestones notifications pulls
  releases stargazers statuses subscribers subscription tags teams trees clone git ssh svn`;

export function repositoryPayload(
  repository: RepositoryState,
  owner: Account,
  permission: string,
  addresses: Addresses,
) {
  const full_name = `${repository.owner}/${repository.name}`;
  const url = `${addresses.api}/repos/${full_name}`;
  const urls = URLS.split(/\s+/).map((name) => [`${name}_url`, `${url}/${name}`]);
  const mayPush = permission === "admin" || permission === "write";
  const open = [...repository.issues.values()].filter((issue) => issue.state === "open").length;
  const then = time(Date.UTC(2020, 0, 1));
  const none = { forks: 0, forks_count: 0, size: 0, stargazers_count: 0, watchers: 0 };
  const zero = { watchers_count: 0, network_count: 0, subscribers_count: 0 };
  const off = { fork: false, private: false, has_projects: false, has_wiki: false };
  const more = { has_pages: false, has_discussions: false, has_downloads: true };
  const kind = { disabled: false, is_template: false, allow_forking: true, visibility: "public" };
  const rules = { web_commit_signoff_required: false, custom_properties: {} };
  return {
    ...(Object.fromEntries(urls) as Record<string, string>),
    ...none,
    ...zero,
    ...off,
    ...more,
    ...kind,
    ...rules,
    id: repository.id,
    node_id: `repository-${repository.id}`,
    name: repository.name,
    full_name,
    owner: userPayload(owner, addresses),
    url,
    html_url: `${addresses.web}/${full_name}`,
    mirror_url: null,
    description: null,
    homepage: null,
    language: null,
    license: null,
    topics: [],
    default_branch: "main",
    has_issues: repository.hasIssues,
    archived: repository.isArchived,
    open_issues: open,
    open_issues_count: open,
    pushed_at: then,
    created_at: then,
    updated_at: then,
    permissions: {
      admin: permission === "admin",
      maintain: permission === "admin",
      push: mayPush,
      triage: mayPush,
      pull: true,
    },
  };
}
