import { existsSync, statSync } from "node:fs";
import { homedir, userInfo } from "node:os";
import { join } from "node:path";
import type { Account } from "../units.ts";

/** Where the files `github-token` and `openai-api-key` are looked for. */
export function secretsFolder(user: boolean): string {
  return user ? join(homedir(), ".config", "kantoku") : "/etc/kantoku";
}

/** What an installation leaves to a person. */
export function notesOn(user: boolean, account: Account): string[] {
  return [
    ...["github-token", "openai-api-key"].flatMap((name) => secretNote(user, name)),
    ...(!user && account.user === "root"
      ? ["It runs as root. Safer: a user of its own that owns the home, or --run-as USER."]
      : []),
    ...(user && !existsSync(`/var/lib/systemd/linger/${userInfo().username}`)
      ? ["It ends when you log out, unless you run: loginctl enable-linger"]
      : []),
  ];
}

function secretNote(user: boolean, name: string): string[] {
  const file = join(secretsFolder(user), name);
  const mode = statSync(file, { throwIfNoEntry: false })?.mode;
  if (mode === undefined) return [`No ${name}: put it into ${file}, then install again.`];
  return (mode & 0o077) === 0 ? [] : [`Others can read ${file}: chmod 600 ${file}`];
}
