import { existsSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../kernel/errors.ts";
import { readText } from "./configfile.ts";

/** As `process.env` is. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface Secrets {
  readonly openaiApiKey: string | undefined;
  readonly githubToken: string | undefined;
  /** PEM of a GitHub App. */
  readonly githubAppKey: string | undefined;
  readonly githubWebhookSecret: string | undefined;
}

/** From the environment, from a file that it names, or from systemd's credentials (LoadCredential=). */
export function readSecrets(environment: Environment): Secrets {
  const secret = (variable: string, file: string): string | undefined => {
    const value = environment[variable]?.trim();
    if (value) return value;
    const path = secretFile(environment, variable, file);
    return path === undefined ? undefined : readText(path, variable).trim() || undefined;
  };
  return {
    openaiApiKey: secret("OPENAI_API_KEY", "openai-api-key"),
    githubToken: secret("GITHUB_TOKEN", "github-token"),
    githubAppKey: secret("GITHUB_APP_KEY", "github-app-key"),
    githubWebhookSecret: secret("GITHUB_WEBHOOK_SECRET", "github-webhook-secret"),
  };
}

/** `GITHUB_TOKEN_FILE`, or `github-token` among the credentials; undefined when there is none. */
export function secretFile(
  environment: Environment,
  variable: string,
  file: string,
): string | undefined {
  const folder = environment["CREDENTIALS_DIRECTORY"];
  const named = environment[`${variable}_FILE`] || undefined;
  const path = named ?? (folder === undefined ? undefined : join(folder, file));
  if (path !== undefined && existsSync(path)) return path;
  if (named === undefined) return undefined;
  const where = `${variable}_FILE`;
  throw new InputError([{ where, message: `there is no file ${named}` }]);
}
