import { daemonIn, type TestDaemon } from "../../support/daemon.ts";
import type { SettingsInput } from "../../../daemon/settings.ts";

/** A daemon on a home of its own; disposed of, nothing of it is left. */
export interface Ground extends AsyncDisposable {
  readonly daemon: TestDaemon;
}

/** Its command line is the real one. Settings are those of a config file. */
export async function startDaemon(settings: SettingsInput): Promise<Ground> {
  const cleanings: (() => void | Promise<void>)[] = [];
  const text = JSON.stringify({ http: { port: 0 }, ...settings });
  const daemon = daemonIn({ after: (work) => void cleanings.push(work) }, text);
  await daemon.up();
  return {
    daemon,
    [Symbol.asyncDispose]: async () => {
      for (const clean of cleanings) await clean();
    },
  };
}
