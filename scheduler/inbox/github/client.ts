import { systemClock, type SteadyClock } from "../../../kernel/clock.ts";
import type { Events } from "../../../kernel/events.ts";
import { branchFiles, type BranchFiles } from "./branch-files.ts";
import { caller } from "./caller.ts";
import { conversation, type Conversation } from "./conversation.ts";
import { appCredentials, tokenCredentials, type Credentials } from "./credentials.ts";
import { issueReads, type IssueReads } from "./issue-reads.ts";
import { issueTexts, type IssueTexts } from "./issue-text.ts";
import { issueWrites, type IssueWrites } from "./issue-writes.ts";
import { fetchWithin, openOctokit, TIMEOUT_MS } from "./octokit.ts";
import { pacing } from "./pacing.ts";
import { conditionalPages } from "./pages.ts";
import { releases, type Releases } from "./releases.ts";
import { repositoryReads, type RepositoryReads } from "./repository-reads.ts";
import { repositoryWrites, type RepositoryWrites } from "./repository-writes.ts";
import { rests } from "./rests.ts";
import { snapshots, type Snapshots } from "./snapshot.ts";

/**
 * Everything Kantoku asks of GitHub and does there. Failures are `GitHubError`s; reads are tried
 * twice, writes once, because a repeated POST is a second comment.
 */
export interface GitHub
  extends
    IssueReads,
    IssueTexts,
    Snapshots,
    IssueWrites,
    Conversation,
    RepositoryReads,
    RepositoryWrites,
    Releases,
    BranchFiles {}

export interface GitHubOptions {
  /** A person's token; or `app`. */
  readonly token?: string;
  /** Where the token came from: asked again when GitHub refuses it. */
  readonly rereadToken?: () => string | undefined;
  readonly app?: { readonly id: number; readonly privateKey: string };
  /** Default `https://api.github.com`. */
  readonly baseUrl?: string;
  readonly events?: Events;
  /** Default 30 000 ms for one request. */
  readonly timeoutMs?: number;
  readonly clock?: SteadyClock;
}

export function createGitHub(options: GitHubOptions): GitHub {
  const baseUrl = (options.baseUrl ?? "https://api.github.com").replace(/\/+$/, "");
  const credentials = credentialsOf(options, baseUrl);
  const { clock = systemClock } = options;
  const resting = rests(clock);
  const pace = pacing(clock, resting);
  const octokit = openOctokit({ ...options, baseUrl, credentials, pace });
  const call = caller(octokit, clock, resting);
  const pages = conditionalPages(octokit);
  return {
    ...issueReads(call, pages),
    ...issueTexts(call, octokit),
    ...snapshots(call, octokit),
    ...issueWrites(call),
    ...conversation(call, pages),
    ...repositoryReads(call, pages, credentials),
    ...repositoryWrites(call),
    ...releases(call, pages),
    ...branchFiles(call),
  };
}

function credentialsOf(options: GitHubOptions, baseUrl: string): Credentials {
  const { app, token = "", rereadToken, timeoutMs = TIMEOUT_MS } = options;
  if (!app) return tokenCredentials(token, rereadToken);
  return appCredentials({ ...app, baseUrl, fetch: fetchWithin(timeoutMs) });
}
