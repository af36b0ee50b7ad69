import assert from "node:assert/strict";
import { test } from "node:test";
import { ROLES, type RoleName } from "../../agents/agent.ts";
import { DEFAULT_CREWS, rosterOf } from "../../agents/roster.ts";
import { gridLayout } from "../../agents/tmux-layout.ts";
import { InputError } from "../../kernel/errors.ts";

test("the default crew is eight agents in one window, two of them renderers, and serves every role", () => {
  const roster = rosterOf(DEFAULT_CREWS);
  assert.deepEqual(
    roster.map(({ name }) => name),
    ["writer", "artist-1", "artist-2", "sound", "director", "renderer-1", "renderer-2", "critic"],
  );
  assert.deepEqual(new Set(roster.flatMap(({ roles }) => roles)), new Set(ROLES));
  assert.deepEqual(new Set(roster.map(({ window }) => window)), new Set(["crew"]));
});

test("more than eight agents are spread over several windows", () => {
  const crews = DEFAULT_CREWS.map((crew) =>
    crew.name === "renderer" ? { ...crew, count: 6 } : crew,
  );
  const windows = rosterOf(crews).map(({ window }) => window);
  assert.equal(windows.filter((window) => window === "crew-1").length, 8);
  assert.equal(windows.filter((window) => window === "crew-2").length, 4);
});

test("every mistake in a crew table is named at once", () => {
  const crews = [
    ...DEFAULT_CREWS.slice(1),
    { name: "Writer", roles: ["script" as RoleName], count: 0 },
    { name: "sound", roles: ["zzz" as RoleName], count: 1 },
    { name: "idle", roles: [], count: 1 },
  ];
  assert.throws(
    () => rosterOf(crews),
    (error) => {
      assert.ok(error instanceof InputError);
      const words = error.message;
      assert.match(words, /crew "Writer": a name is 1 to 24/);
      assert.match(words, /count must be a whole number from 1 to 64, not 0/);
      assert.match(words, /unknown role "script" \(did you mean "scriptsmith"\?\)/);
      assert.match(words, /unknown role "zzz" \(roles are: concept-planner/);
      assert.match(words, /two agents would be called "sound"/);
      assert.match(words, /crew "idle": has no roles/);
      assert.match(words, /nobody serves concept-planner, scriptsmith, shotmaster, videosolver/);
      return true;
    },
  );
});

test("a layout's cells and borders fill the window exactly", () => {
  for (const panes of [1, 2, 3, 5, 8]) {
    for (const [columns, rows] of [
      [200, 50],
      [161, 41],
      [100, 30],
    ] as const) {
      const cells = [...gridLayout(columns, rows, panes).matchAll(/(\d+)x(\d+),(\d+),(\d+),\d+/g)];
      assert.equal(cells.length, panes);
      const [right, bottom] = [1, 2].map((axis) =>
        Math.max(...cells.map((cell) => Number(cell[axis]) + Number(cell[axis + 2]))),
      );
      assert.deepEqual([right, bottom], [columns, rows], `${panes} panes in ${columns}x${rows}`);
    }
  }
});
