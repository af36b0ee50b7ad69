import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_CREWS, musterOf, type Crew } from "../../agents/roster.ts";
import { forgetUnfitSizes, sizedCrews } from "../../daemon/crew-sizes.ts";
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

test("a size that fits only a newer crew table than the running daemon's is left out and told of once", (t) => {
  const agents = openAgents(temporaryDatabase(t, [watchdogMigrations]));
  const events = createEvents();
  const told: string[] = [];
  events.on("service.failed", ({ code, message, hint }) => {
    told.push(`${code}: ${message} ${hint}`);
  });
  const crews: Crew[] = DEFAULT_CREWS.map((crew) =>
    crew.name === "writer" ? { ...crew, restart: "temporary" } : crew,
  );
  const now = sizedCrews(crews, agents, events);
  const sizeOf = (name: string) => now().find((crew) => crew.name === name);
  agents.scale("artist", { min: 0, max: 4 });
  assert.equal(sizeOf("artist")?.max, 4);

  agents.scale("writer", { min: 1, max: 1 });
  for (let looks = 0; looks < 3; looks += 1) {
    assert.deepEqual([sizeOf("writer")?.min, sizeOf("artist")?.max], [0, 4]);
  }
  assert.equal(told.length, 1);
  assert.match(
    told[0] ?? "",
    /^size-unfit: The size 1\.\.1 of writer .* temporary.*kantoku restart/,
  );
  assert.deepEqual(agents.sizes().get("writer"), { min: 1, max: 1 }, "the next daemon may have it");

  agents.scale("writer", { min: 0, max: 2 });
  assert.equal(sizeOf("writer")?.max, 2);
  agents.scale("writer", { min: 1, max: 1 });
  now();
  assert.equal(told.length, 2, "asked for anew, it is told anew");
});
