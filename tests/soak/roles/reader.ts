import { lanesWithSeveralInFlight } from "../statements.ts";
import type { Stage } from "../stage.ts";

/** Looks at everything as the page and the commands do, and tells of what must never be. */
export async function read({ queue, operations, database, journal, rest }: Stage): Promise<void> {
  for (const lane of lanesWithSeveralInFlight(database)) {
    journal.write({ kind: "saw", what: `several messages of ordering key ${lane} in flight` });
  }
  await queue.stats();
  for (const { id } of await operations.list({ state: "leased", limit: 5 })) {
    await operations.show(id);
    await queue.find(id);
  }
  await rest(5);
}
