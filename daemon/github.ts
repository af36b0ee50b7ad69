import { existsSync, readFileSync } from "node:fs";
import { openDatabase } from "../kernel/database.ts";
import { runServices, type Service } from "../kernel/service.ts";
import { createGitHub, GITHUB_MIGRATIONS, githubInbox } from "../scheduler/inbox/github.ts";
import { githubOutbox } from "../scheduler/outbox/github-outbox.ts";
import { admissionOf } from "./brief.ts";
import type { Config } from "./config.ts";
import { outputPaths } from "./outputs.ts";
import type { Stores } from "./stores.ts";

/** Issues in, comments and labels out: one client for both, so that they share its good manners. */
export function githubDoor(config: Config, stores: Stores, token: string): Service {
  const { database, jobs, events } = stores;
  openDatabase(config.home.database, { migrations: [GITHUB_MIGRATIONS] }).close();
  const { apiUrl, label, pollMs, allow, repositories } = config.github;
  const client = createGitHub({ token, baseUrl: apiUrl, events });
  const watched = repositories.map((full) => {
    const [owner = "", repo = ""] = full.split("/");
    return { owner, repo, label, workflow: "film" };
  });
  const inbox = githubInbox({
    client,
    database,
    repositories: watched,
    events,
    pollMs,
    allowedLogins: allow,
    admitText: (text, source, admissionKey, { workflow }) => {
      const entrance = { source, admissionKey, workflow };
      const admission = admissionOf(text, source.ref, stores.blobs, entrance);
      return { kind: "admitted", job: jobs.admit(admission).job };
    },
  });
  const outputOf = async (job: string, name: string): Promise<string | null> => {
    const view = await jobs.view(job);
    const path = view && outputPaths(view, config.home, stores)[name];
    return path !== undefined && existsSync(path) ? path : null;
  };
  const outbox = githubOutbox({
    client,
    database,
    jobs,
    events,
    filmOf: (job) => outputOf(job, "video"),
    reportOf: async (job) => {
      const path = await outputOf(job, "report");
      return path === null ? null : readFileSync(path, "utf8");
    },
  });
  return { name: "github", run: (signal) => runServices([inbox, outbox], signal) };
}
