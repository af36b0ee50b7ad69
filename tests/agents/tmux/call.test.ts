import assert from "node:assert/strict";
import { ChildProcess } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { runTmux } from "../../../agents/tmux/call.ts";
import { temporaryFolder } from "../../support/temp.ts";

test("a server is told as silent, too, when the process that waits for it dies in that moment", async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, "tmux"), "#!/bin/sh\nexec sleep 1000\n", { mode: 0o755 });
  t.mock.method(ChildProcess.prototype, "kill", function (this: ChildProcess) {
    if (this.pid) process.kill(this.pid, "SIGKILL");
    return this.emit("close", null, "SIGTERM");
  });
  const environment = { PATH: `${folder}:${process.env["PATH"]}` };
  const call = runTmux(
    { socket: join(folder, "none.sock"), timeoutMs: 50, environment },
    [],
    ["list-panes"],
  );
  await assert.rejects(call, { code: "tmux-timed-out" });
});
