import assert from "node:assert/strict";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { admissionOf, refusalOf } from "../../daemon/brief.ts";
import { openBlobs } from "../../kernel/blobs.ts";
import { InputError, OperationalError } from "../../kernel/errors.ts";
import { temporaryFolder } from "../support/temp.ts";

function deadlineIn(t: TestContext, frontMatter: string): number | undefined {
  const text = `---\ntitle: A film\n${frontMatter}\n---\n\nThe tide comes in, and the tide goes out again.\n`;
  const source = { kind: "cli", ref: "film.md" } as const;
  const blobs = openBlobs(join(temporaryFolder(t), "blobs"));
  return admissionOf(text, "film.md", blobs, { source, admissionKey: "cli:1" }).deadlineAt;
}

test("a film that is due on a day is late when that day is over here", (t) => {
  const dueAt = deadlineIn(t, "deadline: 2030-09-30");
  assert.equal(dueAt, new Date(2030, 8, 30, 23, 59, 59, 999).getTime());
});

test("a film that is due at a time is late from then on, and one without a deadline never", (t) => {
  const dueAt = deadlineIn(t, 'deadline: "2030-09-30T12:00:00Z"');
  assert.equal(dueAt, Date.UTC(2030, 8, 30, 12));
  assert.equal(deadlineIn(t, "duration: 20"), undefined);
});

test("a text that we stumble over is refused with our own mistake named, and ends no daemon", () => {
  const [problem] = refusalOf(new RangeError("Maximum call stack size exceeded"), "deep.md");
  assert.equal(problem?.where, "deep.md");
  assert.match(problem?.message ?? "", /stumbled over this text: Maximum call stack/);
  assert.match(problem?.hint ?? "", /report it/);
});

test("what a text lacks is told as it is, and what the host lacks is no reason to refuse it", () => {
  const problem = { where: "brief.md", message: "it is empty" };
  assert.deepEqual(refusalOf(new InputError([problem]), "brief.md"), [problem]);
  const full = new OperationalError("disk-full", "No room.", { hint: "Make some." });
  assert.throws(() => refusalOf(full, "brief.md"), full);
  const busy = Object.assign(new Error("database is locked"), { code: "SQLITE_BUSY" });
  assert.throws(() => refusalOf(busy, "brief.md"), busy);
});
