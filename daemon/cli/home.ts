import type { Config } from "../config.ts";
import { expectHome, isHome } from "../home.ts";
import { openStores, type Stores } from "../stores.ts";
import { note } from "./output.ts";

/** Opens a home that is there; `no-home` (exit code 3) rather than make one, since its name may be mistyped. */
export function openHome(config: Config): Stores {
  expectHome(config.home);
  const stores = openStores(config);
  stores.heartbeats.onRenewal(tellRenewal);
  return stores;
}

/** For what begins something and needs no daemon: makes the home when there is none, and says so. */
export function openOrMakeHome(config: Config): Stores {
  const isNew = !isHome(config.home);
  const stores = openStores(config);
  if (isNew) note(`A new home was made in ${config.home.root}.`);
  return stores;
}

function tellRenewal(reason: string): void {
  note(`${reason} It lies aside, a new one took its place, and nothing of worth was lost.`);
}
