import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { GitHubStandIn } from "./github.ts";

/** GitHub itself, recorded by the authors of octokit: what the stand-in is measured by. */
export interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly status: number;
  readonly response: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** The requests of a scenario, with GitHub's answers. */
export function recorded(scenario: string): Recorded[] {
  const scenarios = new URL("scenarios/api.github.com/", import.meta.resolve("@octokit/fixtures"));
  const path = fileURLToPath(new URL(`${scenario}/normalized-fixture.json`, scenarios));
  return JSON.parse(readFileSync(path, "utf8")) as Recorded[];
}

/** Asks the stand-in as the account of its token. */
export async function send(
  github: GitHubStandIn,
  method: string,
  url: string,
  body?: unknown,
  options: RequestInit = {},
) {
  const answer = await fetch(new URL(url, github.url), {
    ...options,
    method: method.toUpperCase(),
    headers: { authorization: `token ${github.token}` },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const { status, headers } = answer;
  return {
    status,
    link: headers.get("link"),
    etag: headers.get("etag"),
    body: answer.status === 204 ? undefined : await answer.json(),
  };
}
