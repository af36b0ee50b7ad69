import assert from "node:assert/strict";
import { once } from "node:events";
import { chmodSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { openTmux } from "../../../agents/tmux.ts";
import { OperationalError } from "../../../kernel/errors.ts";
import { temporaryFolder } from "../../support/temp.ts";

const NOBODY = 65_534;

test("another user's server is told as such, whether it runs or not", async (t) => {
  const folder = temporaryFolder(t);
  const socket = join(folder, "tmux.sock");
  using tmux = openTmux({ socket, environment: { PATH: process.env["PATH"] ?? "" } });
  chmodSync(folder, 0);
  const isRoot = process.geteuid?.() === 0; // Whom no mode keeps out.
  try {
    if (isRoot) process.seteuid?.(NOBODY);
    await assert.rejects(tmux.listPanes(), (error) => {
      assert.ok(error instanceof OperationalError);
      assert.equal(error.code, "tmux-forbidden");
      assert.equal(error.message, `You may not use the tmux server on ${socket}.`);
      return true;
    });
  } finally {
    if (isRoot) process.seteuid?.(0);
    chmodSync(folder, 0o700);
  }
});

test("a server that ends under a call is told as gone, although it listened a moment longer", async (t) => {
  const folder = temporaryFolder(t);
  const socket = join(folder, "tmux.sock");
  writeFileSync(join(folder, "tmux"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
  const server = createServer((look) => {
    look.destroy();
    server.close(); // The first one to look is the last.
  }).listen(socket);
  await once(server, "listening");
  using tmux = openTmux({ socket, environment: { PATH: `${folder}:${process.env["PATH"]}` } });
  await assert.rejects(tmux.listPanes(), { code: "tmux-not-running" });
});
