import type { SeenRequest } from "./github.ts";

/** How GitHub wants to be written to: one write at a time, a second between two. */
const BETWEEN_WRITES_MS = 1_000;

/** Writes that came before a second had passed since the one before was answered, or since `start`. */
export function tooSoon(requests: readonly SeenRequest[], start: number): SeenRequest[] {
  const writes = requests.filter(isWrite);
  return writes.filter(
    ({ at }, index) => at < (writes[index - 1]?.answeredAt ?? start) + BETWEEN_WRITES_MS,
  );
}

/** A query of GraphQL is sent as a POST, and changes nothing. */
export function isWrite({ method, route }: SeenRequest): boolean {
  return method !== "GET" && route !== "POST /graphql";
}
