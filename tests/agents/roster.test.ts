import assert from "node:assert/strict";
import { test } from "node:test";
import { ROLES, type RoleName } from "../../agents/agent.ts";
import { agentNamed, DEFAULT_CREWS, musterOf, rosterOf, sizeOf } from "../../agents/roster.ts";
import { gridLayout } from "../../agents/tmux/layout.ts";
import { InputError } from "../../kernel/errors.ts";

test("the default crew is eight agents, two of them renderers, and serves every role", () => {
  const roster = rosterOf(DEFAULT_CREWS);
  assert.deepEqual(
    roster.map(({ name }) => name),
    ["writer", "artist-1", "artist-2", "sound", "director", "renderer-1", "renderer-2", "critic"],
  );
  assert.deepEqual(new Set(roster.flatMap(({ roles }) => roles)), new Set(ROLES));
});

test("a crew has a window of its name, and a further one for each eight of its agents", () => {
  const crews = DEFAULT_CREWS.map((crew) =>
    crew.name === "renderer" ? { ...crew, max: 18 } : crew,
  );
  const roster = rosterOf(crews);
  const count = (window: string): number =>
    roster.filter((agent) => agent.window === window).length;
  assert.deepEqual(["writer", "artist", "sound", "renderer"].map(count), [1, 2, 1, 8]);
  assert.deepEqual(["renderer-2", "renderer-3", "renderer-4"].map(count), [8, 2, 0]);
  assert.equal(agentNamed(crews, "writer-9")?.window, "writer-2");
});

test("a crew sleeps without work unless its table says otherwise; count is min and max at once", () => {
  assert.deepEqual(sizeOf({ name: "a", roles: [] }), { min: 0, max: 1 });
  assert.deepEqual(sizeOf({ name: "a", roles: [], max: 3 }), { min: 0, max: 3 });
  assert.deepEqual(sizeOf({ name: "a", roles: [], min: 2 }), { min: 2, max: 2 });
  assert.deepEqual(sizeOf({ name: "a", roles: [], count: 4 }), { min: 4, max: 4 });
});

test("a size that people ask for changes how many there are, not what they are called", () => {
  const namesWith = (crew: string, max: number): string[] | undefined =>
    musterOf(DEFAULT_CREWS, new Map([[crew, { min: 1, max }]]))
      .find(({ name }) => name === crew)
      ?.members.map(({ name }) => name);
  assert.deepEqual(namesWith("writer", 3), ["writer", "writer-2", "writer-3"]);
  assert.deepEqual(namesWith("artist", 1), ["artist-1"]);
  assert.deepEqual(namesWith("artist", 3), ["artist-1", "artist-2", "artist-3"]);
  assert.deepEqual(agentNamed(DEFAULT_CREWS, "writer-3")?.roles, DEFAULT_CREWS[0]?.roles);
  assert.equal(agentNamed(DEFAULT_CREWS, "writer-65"), undefined);
  assert.equal(agentNamed(DEFAULT_CREWS, "painter"), undefined);
});

test("a size that can't be is refused with the reason", () => {
  const refusal = (crew: string, min: number, max: number): string => {
    try {
      musterOf(
        [...DEFAULT_CREWS, { name: "artist-9", roles: ["critic"] }],
        new Map([[crew, { min, max }]]),
      );
      return "";
    } catch (error) {
      assert.ok(error instanceof InputError);
      return error.message;
    }
  };
  assert.match(refusal("writer", 3, 2), /crew "writer": min \(3\) is more than max \(2\)/);
  assert.match(refusal("writer", 0, 0), /max must be a whole number from 1 to 64, not 0/);
  assert.match(refusal("writer", 0, 65), /max must be a whole number from 1 to 64, not 65/);
  assert.match(refusal("artist", 0, 9), /two agents would be called "artist-9"/);
});

test("every mistake in a crew table is named at once", () => {
  const crews = [
    ...DEFAULT_CREWS.slice(1),
    { name: "Writer", roles: ["script" as RoleName], count: 0 },
    { name: "sound", roles: ["zzz" as RoleName], count: 1 },
    { name: "idle", roles: [], count: 1, max: 2 },
    { name: "eager", roles: ["critic" as const], min: 3, max: 2 },
    { name: "overview", roles: ["critic" as const] },
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
      assert.match(words, /crew "idle": has both count and min or max/);
      assert.match(words, /crew "eager": min \(3\) is more than max \(2\)/);
      assert.match(words, /crew "overview": is the name of the window/);
      assert.match(words, /nobody serves concept-planner, scriptsmith, shotmaster, videosolver/);
      return true;
    },
  );
});

test("a crew's policy is its agents', and only a permanent crew can be counted on", () => {
  const policy = { restart: "transient", strategy: "rest-for-one" } as const;
  const [writer, artist] = musterOf(
    DEFAULT_CREWS.map((crew) => (crew.name === "writer" ? { ...crew, ...policy } : crew)),
  );
  assert.equal(writer?.strategy, "rest-for-one");
  assert.equal(writer.members[0]?.restart, "transient");
  assert.equal(artist?.members[0]?.restart, undefined, "permanent by default");
  const refused = (min: number, restart: "transient" | "temporary") => () =>
    musterOf(DEFAULT_CREWS.map((crew) => ({ ...crew, restart, min })));
  const size = new Map([["writer", { min: 1, max: 1 }]]);
  assert.throws(refused(1, "temporary"), /crew "writer": is temporary, so its min can't be 1/);
  assert.throws(
    () => musterOf([{ ...DEFAULT_CREWS[0]!, ...policy }, ...DEFAULT_CREWS.slice(1)], size),
    /crew "writer": is transient, so its min can't be 1 \(a crew that must always/,
  );
  assert.doesNotThrow(refused(0, "transient"));
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
