import type { IncomingMessage } from "node:http";
import type { Match } from "./contract.ts";

/** What came with a request. */
export interface Sent {
  readonly raw: Buffer;
  readonly type: string;
}

export async function read(request: IncomingMessage): Promise<Sent> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return { raw: Buffer.concat(chunks), type: request.headers["content-type"] ?? "" };
}

/** Files are sent as they are; all else is JSON, whatever it is called. */
export function isUpload({ route }: Match): boolean {
  return route === "POST /repos/{owner}/{repo}/releases/{release_id}/assets";
}

export function parsed(raw: Buffer): unknown {
  return raw.length === 0 ? undefined : (JSON.parse(raw.toString()) as unknown);
}

export function shorten(query: URLSearchParams, longest: number): void {
  const asked = Number(query.get("per_page") ?? 30);
  if (asked > longest) query.set("per_page", String(longest));
}
