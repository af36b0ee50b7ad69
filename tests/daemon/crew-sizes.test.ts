import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_CREWS, musterOf, type Crew } from "../../agents/roster.ts";
import { forgetUnfitSizes } from "../../daemon/crew-sizes.ts";
import { createEvents } from "../../kernel/events.ts";
import { openAgents, watchdogMigrations } from "../../watchdog/agents.ts";
import { temporaryDatabase } from "../support/database.ts";

test("a size that today's crew table does not allow is forgotten and told of, others are kept", (t) => {
  const agents = openAgents(temporaryDatabase(t, [watchdogMigrations]));
  const events = createEvents();
  const told: string[] = [];
  events.on("service.failed", ({ code, message }) => void told.push(`${code}: ${message}`));
  agents.scale("artist", { min: 0, max: 4 });
  agents.scale("writer", { min: 1, max: 1 });
  forgetUnfitSizes(DEFAULT_CREWS, agents, events);
  assert.equal(agents.sizes().size, 2);
  assert.deepEqual(told, []);

  const crews: Crew[] = DEFAULT_CREWS.map((crew) =>
    crew.name === "writer" ? { ...crew, restart: "transient" } : crew,
  );
  forgetUnfitSizes(crews, agents, events);
  assert.deepEqual([...agents.sizes()], [["artist", { min: 0, max: 4 }]]);
  assert.match(
    told[0] ?? "",
    /^size-forgotten: The size 1\.\.1 of writer was forgotten: .* is transient, so its min can't be 1/,
  );
  assert.doesNotThrow(() => musterOf(crews, agents.sizes()));
});
