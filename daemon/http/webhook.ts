import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Delivery, Heard } from "../../scheduler/inbox/github/webhook.ts";

/** Hears a delivery of GitHub's, and says what it is worth. */
export type Webhook = (delivery: Delivery) => Heard;

const STATUS: Readonly<Record<Heard, number>> = {
  heeded: 202,
  known: 200,
  forged: 401,
  unreadable: 400,
};

/** The only route for strangers: its body is kept as it came, because the signature is of its bytes. */
export function webhookRoute(app: FastifyInstance, webhook: Webhook): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("application/json", { parseAs: "buffer" }, (_request, body, done) =>
      done(null, body),
    );
    scope.post("/webhooks/github", async (request, reply) => {
      const heard = webhook({
        id: header(request, "x-github-delivery"),
        signature: header(request, "x-hub-signature-256"),
        body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
      });
      return reply.code(STATUS[heard]).send({ heard });
    });
  });
}

function header({ headers }: FastifyRequest, name: string): string | undefined {
  const value = headers[name];
  return typeof value === "string" ? value : undefined;
}
