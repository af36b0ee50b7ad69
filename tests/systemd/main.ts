import { join } from "node:path";
import { parseArgs } from "node:util";
import { runProgram } from "../support/program.ts";
import { runTestFile } from "../support/test-file.ts";

const HELP = `Boots a machine with systemd and lets hardship befall the service: a daemon that hangs, a full disk,
a reboot. It takes minutes; where no machine can be booted, the tests are skipped.

  npm run test:systemd -- [--help]

Example:
  npm run test:systemd
`;

await runProgram({
  help: HELP,
  read: (args) => void parseArgs({ args, options: {} }),
  run: (_, signal) => runTestFile(join(import.meta.dirname, "hardship.ts"), [], signal),
});
