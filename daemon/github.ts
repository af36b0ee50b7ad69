import { existsSync, readFileSync } from "node:fs";
import { systemClock, type SteadyClock } from "../kernel/clock.ts";
import { runServices, type Service } from "../kernel/service.ts";
import {
  createGitHub,
  decisions,
  githubInbox,
  type AdmitText,
  type Bell,
  type GitHub,
} from "../scheduler/inbox/github.ts";
import { authorization } from "../scheduler/inbox/github/authorization.ts";
import { repositoryNamed } from "../scheduler/inbox/github/names.ts";
import { admissionOf } from "./brief.ts";
import type { Config } from "./config.ts";
import { gatesOf, githubAnswers, speakerOf } from "./github-answers.ts";
import { meaningsOf } from "./github-labels.ts";
import type { Stores } from "./stores.ts";

export interface DoorOptions {
  readonly bell?: Bell;
  /** Default: with the configured token or App. */
  readonly client?: GitHub;
  readonly clock?: SteadyClock;
}

/** Issues in, comments and labels out: one client for both, so that they share its good manners. */
export function githubDoor(config: Config, stores: Stores, options: DoorOptions = {}): Service {
  const { database, jobs, events } = stores;
  const { pollMs, allow } = config.github;
  const { bell, client = githubClient(config, stores), clock = systemClock } = options;
  const repositories = config.github.repositories.map(repositoryNamed);
  const decided = decisions();
  const inbox = githubInbox({
    client,
    database,
    jobs,
    repositories,
    labels: meaningsOf(config.github),
    events,
    pollMs,
    allowedLogins: allow,
    clock,
    admitText: admission(config, stores),
    speaks: speakerOf(config.github),
    decisions: decided,
    ...(bell && { bell }),
  });
  const judge = authorization(client, allow, clock);
  const ways = { client, clock, decisions: decided, ...(bell && { bell }) };
  const answers = { ...ways, authorization: judge, repositories };
  return {
    name: "github",
    run: (signal) => runServices([inbox, ...githubAnswers(config, stores, answers)], signal),
  };
}

/** As a person with a token, or as a GitHub App. */
export function githubClient(config: Config, { events }: Partial<Pick<Stores, "events">>): GitHub {
  const { secrets, secretFiles, github } = config;
  const { githubToken: token, githubAppKey: privateKey } = secrets;
  const isApp = github.appId !== undefined && privateKey !== undefined;
  return createGitHub({
    baseUrl: github.apiUrl,
    ...(events && { events }),
    ...(isApp && { app: { id: github.appId ?? 0, privateKey } }),
    ...(token !== undefined && { token }),
    rereadToken: () => readSecret(secretFiles.githubToken),
  });
}

function readSecret(path: string | undefined): string | undefined {
  return path !== undefined && existsSync(path)
    ? readFileSync(path, "utf8").trim() || undefined
    : undefined;
}

function admission({ github }: Config, { jobs, blobs }: Stores): AdmitText {
  return (text, source, admissionKey, { preset, priority, waitsFor, ...wishes }, tongue) => {
    const urgency = priority === undefined ? {} : { priority };
    const entrance = { source, admissionKey, ...wishes, ...urgency };
    const admitted = admissionOf(text, source.ref, blobs, entrance, { preset, tongue });
    const gates = gatesOf(admitted, blobs, github);
    const waiting = waitsFor === undefined ? {} : { waitsFor };
    return { kind: "admitted", job: jobs.admit({ ...admitted, ...gates, ...waiting }).job };
  };
}
