import { verify } from "node:crypto";
import { NOT_FOUND, type Answered } from "./answers.ts";
import type { Match } from "./contract.ts";
import { time, userPayload, type Addresses } from "./payloads.ts";
import type { World } from "./world.ts";

/** A GitHub App that is installed in every repository. */
export interface AppState {
  readonly id: number;
  readonly slug: string;
  /** PEM; what the App signs must be signed with the other half. */
  readonly publicKey: string;
  /** Tokens of its installation that hold; GitHub lets them run out after an hour. */
  readonly tokens: Set<string>;
  /** Another one each time that the App is taken out and installed anew; null while it is out. */
  installation?: number | null;
}

const INSTALLATION = 77;
const HOUR_MS = 3_600_000;

/** Whether a JSON Web Token says that its bearer is the App. */
export function isApp(app: AppState, authorization: string): boolean {
  const [, header = "", claims = "", signature = ""] =
    /^bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/i.exec(authorization) ?? [];
  const signed = Buffer.from(`${header}.${claims}`);
  const isSigned = verify("RSA-SHA256", signed, app.publicKey, Buffer.from(signature, "base64url"));
  if (!isSigned) return false;
  const { iss } = JSON.parse(Buffer.from(claims, "base64url").toString()) as { iss: unknown };
  return Number(iss) === app.id;
}

export function answerApp(
  app: AppState,
  world: World,
  { route, parameters }: Match,
  addresses: Addresses,
): Answered | undefined {
  const { installation = INSTALLATION } = app;
  const permissions = { issues: "write", contents: "write", metadata: "read" };
  const owner = userPayload(world.account("acme"), addresses);
  const url = `${addresses.api}/app/installations/${installation}`;
  const then = time(Date.UTC(2020, 0, 1));
  const dates = { created_at: then, updated_at: then };
  switch (route) {
    case "GET /app": {
      const html_url = `${addresses.web}/apps/${app.slug}`;
      const words = { name: app.slug, slug: app.slug, description: null, external_url: html_url };
      const body = { id: app.id, node_id: "app", owner, ...words, html_url, ...dates };
      return { status: 200, body: { ...body, permissions, events: [] } };
    }
    case "GET /repos/{owner}/{repo}/installation": {
      if (installation === null) return NOT_FOUND;
      const target = { account: owner, target_id: owner.id, target_type: "User" };
      const addressed = { access_tokens_url: `${url}/access_tokens`, html_url: url };
      const who = { id: installation, app_id: app.id, app_slug: app.slug, ...target };
      const more = { repository_selection: "all", repositories_url: url, events: [] };
      const never = { single_file_name: null, suspended_by: null, suspended_at: null };
      return {
        status: 200,
        body: { ...who, ...addressed, ...more, ...never, permissions, ...dates },
      };
    }
    case "POST /app/installations/{installation_id}/access_tokens": {
      if (Number(parameters["installation_id"]) !== installation) return NOT_FOUND;
      const token = `ghs_${world.nextId()}`;
      app.tokens.add(token);
      const expires_at = time(Date.now() + HOUR_MS);
      return { status: 201, body: { token, expires_at, permissions, repository_selection: "all" } };
    }
    default:
      return undefined;
  }
}
