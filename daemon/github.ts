import { systemClock } from "../kernel/clock.ts";
import { openDatabase } from "../kernel/database.ts";
import { runServices, type Service } from "../kernel/service.ts";
import { createGitHub, GITHUB_MIGRATIONS, githubInbox } from "../scheduler/inbox/github.ts";
import { authorization } from "../scheduler/inbox/github/authorization.ts";
import { admissionOf } from "./brief.ts";
import type { Config } from "./config.ts";
import { gatesOf, githubAnswers } from "./github-answers.ts";
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
      const gates = gatesOf(admission, stores.blobs, config.github);
      return { kind: "admitted", job: jobs.admit({ ...admission, ...gates }).job };
    },
  });
  const judge = authorization(client, allow, systemClock);
  const answers = { client, authorization: judge, repositories: watched };
  return {
    name: "github",
    run: (signal) => runServices([inbox, ...githubAnswers(config, stores, answers)], signal),
  };
}
