import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { temporaryFolder, type Cleanup } from "../../support/temp.ts";
import { PROJECT } from "../command.ts";
import { backUp, lived, scripted } from "./ground.ts";

/** A user and a mount namespace of its own: whoever may have one can mount a small disk there. */
const NAMESPACE = ["unshare", "--user", "--map-root-user", "--mount"] as const;

function whyNoDisk(): string | false {
  const [program, ...args] = [...NAMESPACE, "--", "mount", "-t", "tmpfs", "none", "/mnt"] as const;
  const { status, stderr } = spawnSync(program, args, { encoding: "utf8" });
  return status === 0 ? false : `nothing may be mounted here: ${stderr}`;
}

const skip = whyNoDisk();

interface Trial {
  readonly options: string;
  readonly script: string;
}

/** Runs a shell script with a small disk at $disk, the home $home and the command $kantoku. */
async function onDisk(t: Cleanup, home: string, { options, script }: Trial) {
  const disk = join(temporaryFolder(t), "disk");
  mkdirSync(disk);
  const child = `
    import { spawnSync } from "node:child_process";
    const { status } = spawnSync("sh", ["-c", process.env.SCRIPT], { stdio: "inherit" });
    process.exitCode = status;`;
  const mount = `mount -t tmpfs -o ${options} none "$disk" && exec "$@"`;
  const environment = [`disk=${disk}`, `KANTOKU_HOME=${home}`, `kantoku=${PROJECT}/kantoku`];
  return scripted(t, child, [
    "env",
    ...environment,
    `SCRIPT=${script}`,
    ...NAMESPACE,
    "--",
    "sh",
    "-c",
    mount,
    "sh",
  ]);
}

const NOTHING_LEFT = 'test -z "$(find "$disk" -type f)" || { find "$disk"; exit 99; }';

test("what can't fit is refused before it is begun", { skip }, async (t) => {
  const { root } = await lived(t);
  const script = `"$kantoku" backup "$disk"; code=$?; ${NOTHING_LEFT}; exit $code`;
  const { exitCode, stderr } = await onDisk(t, root, { options: "size=2M", script });
  assert.equal(exitCode, 75, stderr);
  assert.match(
    stderr,
    /^It needs 0\.01 GB, and \S+disk has 0\.00 GB free\.\nNothing was written\./,
  );
});

test(
  "a disk that fills up meanwhile ends a backup with one line, and nothing is left",
  { skip },
  async (t) => {
    const { root } = await lived(t);
    for (const point of ["backup.database-page", "backup.database-copied"]) {
      const script = `
      "${process.execPath}" --input-type=module --eval '
        import { writeFileSync } from "node:fs";
        import { armFaultPoints } from "${PROJECT}/kernel/fault-points.ts";
        import { loadConfig } from "${PROJECT}/daemon/config.ts";
        import { makeBackup } from "${PROJECT}/daemon/backup/backup.ts";
        import { exitCodeOf, report } from "${PROJECT}/daemon/cli/exit.ts";
        const fill = () => {
          try { writeFileSync(process.env.disk + "/ballast", Buffer.alloc(3e7)); } catch {}
        };
        armFaultPoints((point) => point === "${point}" && fill());
        try {
          await makeBackup(await loadConfig(), { folder: process.env.disk, keep: 0 });
        } catch (error) {
          report(error);
          process.exitCode = exitCodeOf(error);
        }'; code=$?; rm -f "$disk/ballast"; ${NOTHING_LEFT}; exit $code`;
      const { exitCode, stderr } = await onDisk(t, root, { options: "size=20M", script });
      assert.equal(exitCode, 75, `${point}: ${stderr}`);
      assert.match(stderr, /^The disk of \S+disk is full\.\nNothing was left behind\. .*\n$/);
    }
  },
);

test("a folder that may not be written is named with its reason", { skip }, async (t) => {
  const { root } = await lived(t);
  const script = `"$kantoku" backup "$disk/sub"; exit $?`;
  const { exitCode, stderr } = await onDisk(t, root, { options: "ro", script });
  assert.equal(exitCode, 1, stderr);
  assert.match(
    stderr,
    /^\S+disk\/sub can't be used \(EROFS\)\.\nMend its permissions, take another folder/,
  );
});

test("a home without room for what is restored is left as it was", { skip }, async (t) => {
  const { config } = await lived(t);
  const { folder } = await backUp(config);
  const script = `KANTOKU_HOME="$disk/home" "$kantoku" restore '${folder}'; code=$?; ${NOTHING_LEFT}; exit $code`;
  const { exitCode, stderr } = await onDisk(t, config.home.root, { options: "size=2M", script });
  assert.equal(exitCode, 75, stderr);
  assert.match(stderr, /^It needs 0\.01 GB, and \S+ has 0\.00 GB free\.\n/);
});
