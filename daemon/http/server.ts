import fastify, { type FastifyInstance } from "fastify";
import { codeOf, OperationalError } from "../../kernel/errors.ts";
import type { Config } from "../config.ts";
import type { Health } from "../health.ts";
import type { Metrics } from "../metrics.ts";
import type { Status } from "../status.ts";
import { webhookRoute, type Webhook } from "./webhook.ts";

/** What the server shows; it changes nothing. */
export interface Shown {
  readonly metrics: Metrics;
  health(): Promise<Health>;
  status(): Promise<Status>;
  /** Only with a secret: without one, nobody could tell GitHub from anybody. */
  readonly webhook?: Webhook | undefined;
}

export interface Server {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves health, metrics and status on the configured address; `port-taken` when that is in use. */
export async function serve({ http }: Config, shown: Shown): Promise<Server> {
  const app = fastify({ bodyLimit: 1_048_576, forceCloseConnections: true });
  routes(app, shown);
  try {
    const url = await app.listen({ host: http.host, port: http.port });
    return { url, close: () => app.close() };
  } catch (cause) {
    await app.close();
    throw unusable(http, cause);
  }
}

function routes(app: FastifyInstance, shown: Shown): void {
  app.get("/livez", () => ({ ok: true }));
  app.get("/readyz", async (_request, reply) => {
    const { ok, checks } = await shown.health();
    return reply.code(ok ? 200 : 503).send({ ok, checks });
  });
  app.get("/metrics", async (_request, reply) => {
    const { text, contentType } = await shown.metrics.expose();
    return reply.type(contentType).send(text);
  });
  app.get("/api/v1/status", () => shown.status());
  if (shown.webhook) webhookRoute(app, shown.webhook);
}

function unusable(http: Config["http"], cause: unknown): OperationalError {
  const where = `${http.host}:${http.port}`;
  if (codeOf(cause) === "EADDRINUSE") {
    return new OperationalError("port-taken", `Another program listens on ${where}.`, {
      hint: "Choose another port with --port N, KANTOKU_PORT or http.port; 0 takes any free one.",
      cause,
    });
  }
  return new OperationalError("port-unusable", `${where} can't be listened on.`, {
    hint: "See http.host and http.port in the configuration.",
    cause,
  });
}
