import { App, Octokit, RequestError } from "octokit";
import { OperationalError } from "../../../kernel/errors.ts";

/** Who we are to GitHub: a person's token, or a GitHub App with a token for each of its installations. */
export interface Credentials {
  /** A token that may speak to `repository` (`owner/repo`); without one, to GitHub itself. */
  token(repository: string | undefined): Promise<string>;
  /** GitHub refused `stale`: false when there is no other token to be had. */
  renew(stale: string): Promise<boolean>;
  /** The account that we write as, where GitHub's `GET /user` would not answer it. */
  login(): Promise<string | undefined>;
}

/** `reread` looks for the token where it came from: a new one there takes effect without a restart. */
export function tokenCredentials(
  token: string,
  reread: () => string | undefined = () => undefined,
): Credentials {
  let current = token;
  return {
    token: async () => current,
    renew: async (stale) => {
      if (current !== stale) return true;
      current = reread() ?? current;
      return current !== stale;
    },
    login: async () => undefined,
  };
}

export interface AppOptions {
  readonly id: number;
  /** PEM, as GitHub hands it out. */
  readonly privateKey: string;
  readonly baseUrl: string;
  readonly fetch: typeof fetch;
}

/** An App can't ask who it is, but its account has the name of the App: `<slug>[bot]`. */
export function appCredentials({ id, privateKey, baseUrl, fetch }: AppOptions): Credentials {
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const throttle = { enabled: false };
  const request = { fetch };
  const AppOctokit = Octokit.defaults({ baseUrl, log, throttle, request, userAgent: "kantoku" });
  const app = new App({ appId: id, privateKey, Octokit: AppOctokit, log });
  const installations = new Map<string, Promise<number>>();
  let login: string | undefined;

  const installationOf = (repository: string): Promise<number> => {
    const known = installations.get(repository);
    if (known) return known;
    const asked = askInstallation(app, repository);
    installations.set(repository, asked);
    // Not there yet is no answer for ever: somebody may be installing it.
    asked.catch(() => installations.delete(repository));
    return asked;
  };
  const installedToken = async (repository: string, refresh: boolean): Promise<string> => {
    const installationId = await installationOf(repository);
    const answer = await app.octokit.auth({ type: "installation", installationId, refresh });
    return (answer as { token: string }).token;
  };
  const tokenFor = async (repository: string, refresh: boolean): Promise<string> => {
    const wasKnown = installations.has(repository);
    try {
      return await installedToken(repository, refresh);
    } catch (error) {
      if (!wasKnown || !isUninstalled(error)) throw error;
      // Taken out and installed anew, an App has another installation.
      installations.delete(repository);
      return installedToken(repository, refresh);
    }
  };
  const given = new Map<string, string>();

  return {
    token: async (repository) => {
      if (repository === undefined) throw repositoryMissing();
      const token = await tokenFor(repository, false);
      given.set(token, repository);
      return token;
    },
    renew: async (stale) => {
      const repository = given.get(stale);
      given.delete(stale);
      if (repository === undefined) return false;
      return (await tokenFor(repository, true)) !== stale;
    },
    login: async () => {
      login ??= `${(await app.octokit.request("GET /app")).data?.slug ?? ""}[bot]`;
      return login;
    },
  };
}

/** GitHub's answer for an installation that is no more. */
function isUninstalled(error: unknown): boolean {
  return error instanceof RequestError && (error.status === 404 || error.status === 401);
}

async function askInstallation(app: App, repository: string): Promise<number> {
  const [owner = "", repo = ""] = repository.split("/");
  const { data } = await app.octokit.request("GET /repos/{owner}/{repo}/installation", {
    owner,
    repo,
  });
  return data.id;
}

function repositoryMissing(): OperationalError {
  const message = "A GitHub App has tokens for repositories only.";
  return new OperationalError("github-unauthorized", message);
}
