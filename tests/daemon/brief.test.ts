import assert from "node:assert/strict";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { admissionOf } from "../../daemon/brief.ts";
import { openBlobs } from "../../kernel/blobs.ts";
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
