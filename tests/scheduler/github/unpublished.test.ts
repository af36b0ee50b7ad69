import assert from "node:assert/strict";
import { test } from "node:test";
import { reactionsTo } from "../../support/github/reactions.ts";
import { storageOf } from "../../support/github/storage.ts";
import { openDesk, type Desk, type DeskOptions } from "./desk.ts";

const FORBIDDEN = { name: "status", status: 403 } as const;

/** A film whose files GitHub refuses `times` times. */
async function openRefused(t: Parameters<typeof openDesk>[0], times = 3, options?: DeskOptions) {
  const desk = await openDesk(t, options);
  desk.github.injectFault({ method: "POST", path: /\/releases$/, kind: FORBIDDEN, times });
  return desk;
}

const assets = ({ films }: Desk): number =>
  storageOf(films.state).releases.flatMap((release) => release.assets).length;

test("a film whose upload is refused says so in words, stays open, and /retry publishes it", async (t) => {
  const desk = await openRefused(t);
  const failed: unknown[] = [];
  desk.stores.events.on("service.failed", (failure) => void failed.push(failure));
  const filming = desk.film();
  await desk.until(() => filming.stateLabels().includes("video:failed"), "it shows");
  await filming.reaches("done");
  assert.equal(filming.issue.state, "open");
  const sheet = filming.sheet();
  assert.match(sheet, /^### Made, but not published: Release 2\.0/);
  assert.match(
    sheet,
    /> \[!CAUTION\]\n[^]*\*\*Film · Poster · Captions:\*\* It could not be uploaded\..*403.*Contents: read and write/,
  );
  assert.match(sheet, /write `\/retry`: only the upload is done again/);
  assert.doesNotMatch(sheet, new RegExp(`${desk.config.home.root}|blobs/|/tmp/`));
  assert.match(JSON.stringify(failed), /"github-outbox","code":"github-forbidden"/);

  const retry = filming.say("olga", "/retry");
  await desk.until(() => filming.issue.state === "closed", "it is closed");
  assert.deepEqual([reactionsTo(retry), assets(desk)], [["+1 kantoku-bot"], 3]);
  assert.deepEqual(filming.stateLabels(), ["video:done"]);
  assert.match(filming.sheet(), /^### Done: Release 2\.0[^]*\*\*Film:\*\* \[film-/);
  assert.doesNotMatch(filming.sheet(), /could not be uploaded/);
  assert.equal(desk.performed.filter((work) => work.startsWith("publish/")).length, 1);

  const again = filming.say("olga", "/retry");
  await desk.until(() => reactionsTo(again).length > 0, "it is heard");
  assert.deepEqual(reactionsTo(again), ["confused kantoku-bot"]);
});

test("a film that waits for its review and is not published is published by /retry, and stays for review", async (t) => {
  const desk = await openRefused(t, 3, {
    act: ({ step }) => (step === "critique" ? { review: ["It is too loud."] } : undefined),
  });
  const filming = desk.film();
  await filming.reaches("needs-review");
  await desk.until(() => /could not be uploaded/.test(filming.sheet()), "it says so");
  assert.deepEqual(filming.stateLabels(), ["video:needs-review"]);
  filming.say("olga", "/retry");
  await desk.until(() => assets(desk) === 3, "it is published");
  desk.advance(10_000);
  await desk.until(() => /\*\*Film:\*\* \[film-/.test(filming.sheet()), "it is shown");
});

test("of a film that is there while its captions are not, both is said, and the issue stays open", async (t) => {
  const desk = await openDesk(t);
  let uploads = 0;
  desk.github.chaos = (method, path) => {
    if (method !== "POST" || !path.endsWith("/assets")) return undefined;
    uploads += 1;
    return uploads === 3 ? FORBIDDEN : undefined;
  };
  const filming = desk.film();
  await desk.until(() => filming.stateLabels().includes("video:failed"), "it shows");
  assert.match(filming.sheet(), /^### Made, but not all of it is published: /);
  assert.match(filming.sheet(), /\*\*Captions:\*\* It could not[^]*\*\*Film:\*\* \[film-/);
  filming.say("olga", "/retry");
  await desk.until(() => filming.issue.state === "closed", "it is closed");
});

test("films that stay on the machine by the settings close their issue without a path of it", async (t) => {
  const desk = await openDesk(t, { settings: { publish: "link" } });
  const filming = desk.film();
  await desk.until(() => filming.issue.state === "closed", "it is closed");
  assert.deepEqual(filming.stateLabels(), ["video:done"]);
  assert.match(filming.sheet(), /stays on the machine that made it/);
  assert.doesNotMatch(filming.sheet(), new RegExp(desk.config.home.root));
});
