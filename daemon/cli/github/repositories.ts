import type { Command } from "commander";
import { InputError } from "../../../kernel/errors.ts";
import { repositoryNamed, repositoryRef } from "../../../scheduler/inbox/github/names.ts";
import { githubClient } from "../../github.ts";
import { meaningsOf } from "../../github-labels.ts";
import { untilSignal } from "../../signals.ts";
import { configOf } from "../options.ts";

/** The repository that was named, or those of the settings, and what is needed to speak to GitHub. */
export async function openRepositories(name: string | undefined, command: Command) {
  const config = await configOf(command);
  const { github, secrets, project } = config;
  if (name !== undefined) expectName(name);
  const refs = name === undefined ? github.repositories : [name];
  if (refs.length === 0) throw nothingNamed();
  const isApp = github.appId !== undefined && secrets.githubAppKey !== undefined;
  if (secrets.githubToken === undefined && !isApp) throw noToken();
  const repositories = refs.map((ref) => {
    const repository = repositoryNamed(ref);
    return { ...repository, ref: repositoryRef(repository) };
  });
  const client = githubClient(config, {});
  return {
    config,
    repositories,
    client,
    meanings: meaningsOf(github),
    project,
    signal: untilSignal(),
  };
}

/** Throws an `InputError` for what can't be a repository's name. */
export function expectName(name: string): void {
  if (/^[\w.-]+\/[\w.-]+$/.test(name)) return;
  const message = `"${name}" is no repository`;
  throw new InputError([{ where: "repository", message, hint: "write it as owner/name" }]);
}

function nothingNamed(): InputError {
  const message = "no repository is named";
  const hint = "name one, or set github.repositories";
  return new InputError([{ where: "github", message, hint }]);
}

function noToken(): InputError {
  const hint = "set GITHUB_TOKEN or GITHUB_TOKEN_FILE (docs/github.md)";
  return new InputError([{ where: "github", message: "there is no token", hint }]);
}
