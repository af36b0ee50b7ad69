import { createHash } from "node:crypto";
import { totalmem } from "node:os";
import { join } from "node:path";
import { limitsFor } from "../agents/cgroup/limits.ts";
import { openPanes, type AgentPanes } from "../agents/pane.ts";
import { SESSION } from "../agents/tmux/settings.ts";
import { asksModel } from "../agents/roles/index.ts";
import { crewOf, type AgentSpec } from "../agents/roster.ts";
import { openTmux, type Tmux, type TmuxOptions } from "../agents/tmux.ts";
import { OperationalError } from "../kernel/errors.ts";
import type { Home } from "../kernel/home.ts";
import type { Config } from "./config.ts";

/** Socket and session of a home's own tmux server. */
export function tmuxOf(home: Home): { socket: string; session: string } {
  return { socket: join(home.run, "tmux.sock"), session: SESSION };
}

/**
 * Under systemd the server belongs to a unit of its own, and is never started from here. A lasting
 * connection is for the daemon: a command calls once or twice.
 */
export function openTmuxOf(
  config: Config,
  { isLasting = false }: Pick<TmuxOptions, "isLasting"> = {},
): Tmux {
  const { socket } = tmuxOf(config.home);
  // A copy: Node adds to a child's environment when it measures coverage.
  const tmux = openTmux({ socket, environment: { ...config.agentEnvironment }, isLasting });
  if (!config.systemd.ownsTmux) return tmux;
  return { ...tmux, ensureServer: () => expectServer(tmux) };
}

export function openPanesOf(config: Config, tmux: Tmux): AgentPanes {
  const program = join(config.project, "daemon", "agent.ts");
  return openPanes({
    tmux,
    owner: createHash("sha256").update(config.home.root).digest("hex").slice(0, 16),
    home: config.home.root,
    command: (agent, generation) => [process.execPath, program, agent, `${generation}`],
    environment: ({ roles }) => secretsFor(config, roles),
    limits: (agent) => {
      const limits = { ...config.agents.limits, ...crewOf(config.crew, agent)?.limits };
      return limitsFor(limits, totalmem());
    },
  });
}

/** The model's key goes to those who ask it, and not into a renderer's browser. */
function secretsFor({ secrets }: Config, roles: AgentSpec["roles"]): Record<string, string> {
  const key = secrets.openaiApiKey;
  return key !== undefined && asksModel(roles) ? { OPENAI_API_KEY: key } : {};
}

async function expectServer(tmux: Tmux): Promise<"started" | "running"> {
  await tmux.finishEnd(); // systemd starts the next one when this one is gone.
  try {
    await tmux.serverPid();
  } catch (cause) {
    throw new OperationalError("tmux-not-running", "systemd's tmux server does not answer.", {
      hint: "See: systemctl status kantoku-tmux",
      cause,
    });
  }
  // On a server that runs, this only gives it our settings and the agents' environment.
  return tmux.ensureServer();
}
