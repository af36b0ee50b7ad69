import { page, refused, type Answered, type Handler, type Place } from "./answers.ts";
import { issuePayload, labelPayload } from "./payloads.ts";
import { repositoryPayload } from "./repository-payload.ts";
import type { IssueState } from "./world.ts";

const REPO = "/repos/{owner}/{repo}";
const ISSUE = `${REPO}/issues/{issue_number}`;

/** What GitHub answers about repositories, their labels, and what issues wait for. */
export const INBOX: Readonly<Record<string, Handler>> = {
  [`GET ${REPO}`]: ({ login }, { world, repository, addresses }) => {
    const owner = world.account(repository.owner);
    const permission = repository.permissions.get(login) ?? "read";
    return { status: 200, body: repositoryPayload(repository, owner, permission, addresses) };
  },

  [`GET ${REPO}/labels`]: ({ query }, { repository, addresses }) =>
    page(
      [...repository.labels.values()],
      query,
      `${addresses.api}/repositories/${repository.id}/labels`,
      (label) => labelPayload(label, repository, addresses),
    ),

  [`POST ${REPO}/labels`]: ({ body }, { world, repository, addresses }) => {
    const name = String(body["name"]);
    if (repository.labels.has(name.toLowerCase()))
      return refused("Label", "already_exists", "name");
    if (!COLOR.test(String(body["color"]))) return refused("Label", "invalid", "color");
    const label = { id: world.nextId(), name, color: String(body["color"]) };
    repository.labels.set(name.toLowerCase(), label);
    return { status: 201, body: labelPayload(label, repository, addresses) };
  },

  [`GET ${ISSUE}/dependencies/blocked_by`]: (asked, place) =>
    listed(asked.query, place, place.issue.blockedBy, "dependencies/blocked_by"),

  [`GET ${ISSUE}/sub_issues`]: (asked, place) =>
    listed(asked.query, place, place.issue.subIssues, "sub_issues"),
};

const COLOR = /^[0-9a-f]{6}$/i;

function listed(
  query: URLSearchParams,
  { world, repository, issue, addresses }: Place,
  issues: readonly IssueState[],
  what: string,
): Answered {
  const url = `${addresses.api}/repositories/${repository.id}/issues/${issue.number}/${what}`;
  return page(issues, query, url, (other) => {
    const home = world.repositories.find((one) => one.issues.get(other.number) === other);
    return issuePayload(other, home ?? repository, addresses);
  });
}
