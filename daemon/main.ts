import { parseArgs } from "node:util";
import { exitCodeOf, reportInFull } from "./cli/exit.ts";
import { keepCompiledCode, useCompiledCode } from "./compiled-code.ts";
import { loadConfig } from "./config.ts";
import { untilSignal } from "./signals.ts";

/** The daemon's own process: `node daemon/main.ts [--home FOLDER] [--config FILE] [--port N]`. */
try {
  const { values } = parseArgs({
    options: { home: { type: "string" }, config: { type: "string" }, port: { type: "string" } },
  });
  const { home, config: file, port } = values;
  const config = await loadConfig({
    home,
    config: file,
    port: port === undefined ? undefined : Number(port),
  });
  // A daemon is back in half the time when its modules, which are many, need no compiling.
  useCompiledCode(config.home);
  const { runDaemon } = await import("./run.ts");
  keepCompiledCode();
  const isService = config.systemd.notifySocket !== undefined;
  await runDaemon(config, untilSignal(), isService ? "json" : "nothing");
} catch (error) {
  reportInFull(error);
  process.exitCode = exitCodeOf(error);
}
