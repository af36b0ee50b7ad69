import { BACKUP_UNITS, UNITS, type Unit } from "../units.ts";
import type { Systemctl } from "./systemctl.ts";

/** A unit as systemd sees it. */
export interface UnitState {
  readonly unit: Unit["name"];
  /** False when systemd knows no such unit. */
  readonly isInstalled: boolean;
  readonly isEnabled: boolean;
  /** systemd's words, such as `active (running)` or `failed (watchdog)`. */
  readonly state: string;
  readonly isActive: boolean;
  readonly hasFailed: boolean;
  readonly pid: number | null;
  /** How often systemd has started it again by itself. */
  readonly restarts: number;
  /** What the unit last said of itself. */
  readonly says: string;
}

const PROPERTIES = [
  "LoadState",
  "UnitFileState",
  "ActiveState",
  "SubState",
  "Result",
  "MainPID",
  "NRestarts",
  "StatusText",
] as const;

/** The agents' unit and the daemon's. */
export async function readUnits(systemctl: Systemctl): Promise<[UnitState, UnitState]> {
  const [tmux, daemon] = UNITS;
  return [await readUnit(systemctl, tmux), await readUnit(systemctl, daemon)];
}

/** The backups' timer, which says how the last one ended; undefined when it isn't installed. */
export async function readBackupTimer(systemctl: Systemctl): Promise<UnitState | undefined> {
  const [service, timer] = BACKUP_UNITS;
  const state = await readUnit(systemctl, timer);
  if (!state.isInstalled) return undefined;
  const last = await systemctl.show(service, ["Result", "ExecMainExitTimestamp"]);
  const at = last.ExecMainExitTimestamp;
  return { ...state, says: at === "" ? "none yet" : `the last one: ${last.Result}, ${at}` };
}

async function readUnit(systemctl: Systemctl, unit: Unit["name"]): Promise<UnitState> {
  const found = await systemctl.show(unit, PROPERTIES);
  const { ActiveState: active, SubState: sub, Result: result } = found;
  return {
    unit,
    isInstalled: found.LoadState !== "not-found",
    isEnabled: found.UnitFileState === "enabled",
    state: `${active} (${active === "failed" ? result : sub})`,
    isActive: active === "active",
    hasFailed: active === "failed",
    pid: Number(found.MainPID) || null,
    restarts: Number(found.NRestarts) || 0,
    says: found.StatusText,
  };
}
