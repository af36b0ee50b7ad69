import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { isAlive, readHolder, takeLock } from "../../daemon/lock.ts";
import { openDatabase } from "../../kernel/database.ts";
import { codeOf } from "../../kernel/errors.ts";
import { readJson, writeJson } from "../../kernel/files.ts";
import { createHome, homeAt } from "../../kernel/home.ts";
import { PROJECT, temporaryFolder } from "./command.ts";

const ABOUT = {
  version: "1.2.3",
  startedAt: 1_700_000_000_000,
  tmux: { socket: "/tmp/s", session: "kantoku" },
  isService: false,
  configFile: null,
};

test("the second daemon of a home is refused and told whose it is", (t) => {
  const { home, database } = openHome(temporaryFolder(t));
  const lock = takeLock(home, database, ABOUT);
  assert.throws(
    () => takeLock(home, database, ABOUT),
    (error: Error) =>
      codeOf(error) === "home-taken" &&
      error.message.includes(`pid ${process.pid}`) &&
      error.message.includes("2023-11-14T22:13:20"),
  );
  lock.release();
  assert.equal(existsSync(home.lock), false);
  takeLock(home, database, ABOUT).release();
  database.close();
});

test("the card tells state and address, and nobody holds a home after the release", (t) => {
  const { home, database } = openHome(temporaryFolder(t));
  const lock = takeLock(home, database, ABOUT);
  assert.equal(readHolder(home)?.state, "starting");
  lock.update({ state: "running", http: { url: "http://127.0.0.1:1" } });
  assert.equal(readHolder(home)?.state, "running");
  assert.equal(readHolder(home)?.http?.url, "http://127.0.0.1:1");
  lock.release();
  assert.equal(readHolder(home), undefined);
  database.close();
});

test("the lock of a process that was killed is taken over", async (t) => {
  const folder = temporaryFolder(t);
  const { home, database } = openHome(folder);
  const holder = spawn(process.execPath, ["-e", holding(folder)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(holder.stdout, "data");
  assert.equal(readHolder(home)?.pid, holder.pid);
  assert.throws(() => takeLock(home, database, ABOUT), { code: "home-taken" });
  holder.kill("SIGKILL");
  await once(holder, "exit");
  assert.equal(readHolder(home), undefined);
  takeLock(home, database, ABOUT).release();
  database.close();
});

test("of many that try at once, exactly one takes the home", async (t) => {
  const folder = temporaryFolder(t);
  openHome(folder).database.close();
  const tries = Array.from({ length: 6 }, () =>
    spawn(process.execPath, ["-e", holding(folder)], { stdio: ["ignore", "pipe", "ignore"] }),
  );
  const outcomes = await Promise.all(
    tries.map(async ({ stdout }) => String((await once(stdout, "data"))[0]).trim()),
  );
  for (const child of tries) child.kill("SIGKILL");
  assert.deepEqual(outcomes.toSorted(), ["held", ...Array<string>(5).fill("home-taken")]);
});

test("another process with the same pid is not the holder", (t) => {
  const { home, database } = openHome(temporaryFolder(t));
  const lock = takeLock(home, database, ABOUT);
  const card = readHolder(home);
  assert.ok(card && isAlive(card));
  writeJson(home.lock, { ...card, startTicks: card.startTicks - 1 });
  assert.equal(readHolder(home), undefined);
  writeJson(home.lock, { ...card, bootId: "another boot" });
  assert.equal(readHolder(home), undefined);
  lock.release();
  database.close();
});

test("another version's card is understood: what it lacks has a default, what it has beyond is passed over", (t) => {
  const { home, database } = openHome(temporaryFolder(t));
  const lock = takeLock(home, database, { ...ABOUT, configFile: "/srv/other.yaml" });
  const card = readHolder(home);
  assert.equal(card?.configFile, "/srv/other.yaml");
  const { configFile: _, ...older } = card;
  writeJson(home.lock, older);
  assert.equal(readHolder(home)?.configFile, null);
  writeJson(home.lock, { ...card, mood: "good" });
  assert.equal(readHolder(home)?.pid, process.pid);
  const later = { tmux: { ...card.tmux, version: "4" }, http: { url: "http://h:1", socket: "/s" } };
  writeJson(home.lock, { ...card, ...later, state: "upgrading" });
  const { state, tmux, http } = readHolder(home) ?? {};
  assert.deepEqual([state, tmux, http], ["upgrading", ABOUT.tmux, { url: "http://h:1" }]);
  assert.throws(() => takeLock(home, database, ABOUT), { code: "home-taken" });
  lock.release();
  database.close();
});

test("a card with a field of another kind is none", (t) => {
  const { home, database } = openHome(temporaryFolder(t));
  const lock = takeLock(home, database, ABOUT);
  const card = readJson(home.lock) as object;
  const wrong: readonly object[] = [
    { pid: 0 },
    { pid: 1.5 },
    { startTicks: "1" },
    { bootId: 1 },
    { state: null },
    { version: 1 },
    { startedAt: "now" },
    { isService: "no" },
    { configFile: 1 },
    { tmux: null },
    { tmux: [] },
    { tmux: { socket: 1, session: "kantoku" } },
    { tmux: { socket: "/s" } },
    { http: "http://h:1" },
    { http: {} },
    { http: { url: 1 } },
  ];
  for (const change of wrong) {
    writeJson(home.lock, { ...card, ...change });
    assert.equal(readHolder(home), undefined, JSON.stringify(change));
  }
  const { http: _, ...less } = card as { http: null };
  for (const none of [less, null, [card], "card"]) {
    writeJson(home.lock, none);
    assert.equal(readHolder(home), undefined, JSON.stringify(none));
  }
  lock.release();
  database.close();
});

test("a damaged lock file holds nothing", (t) => {
  const { home, database } = openHome(temporaryFolder(t));
  writeFileSync(home.lock, "{");
  assert.equal(readHolder(home), undefined);
  writeFileSync(home.lock, '{"pid": "1"}');
  assert.equal(readHolder(home), undefined);
  takeLock(home, database, ABOUT);
  assert.equal((readJson(home.lock) as { pid: number }).pid, process.pid);
  database.close();
});

function openHome(folder: string) {
  const home = homeAt(folder);
  createHome(home);
  return { home, database: openDatabase(home.database, { migrations: [] }) };
}

/** Code of a process that takes the lock, says how that went, and keeps it. */
function holding(folder: string): string {
  const module = (name: string): string => JSON.stringify(join(PROJECT, name));
  return `
    const { takeLock } = await import(${module("daemon/lock.ts")});
    const { openDatabase } = await import(${module("kernel/database.ts")});
    const { homeAt } = await import(${module("kernel/home.ts")});
    const home = homeAt(${JSON.stringify(folder)});
    const database = openDatabase(home.database, { migrations: [] });
    try {
      takeLock(home, database, ${JSON.stringify(ABOUT)});
      console.log("held");
    } catch (error) {
      console.log(error.code);
    }
    setInterval(() => {}, 1000);
  `;
}
