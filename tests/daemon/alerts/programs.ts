import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** For a test's `skip`: false when all of Debian's `prometheus` is there, else the reason. */
export function withoutPrometheus(): string | false {
  const missing = ["promtool", "prometheus"].filter((program) => !isInstalled(program));
  if (missing.length === 0) return false;
  return `${missing.join(" and ")} not installed; scripts/test does it as root (Debian: prometheus)`;
}

function isInstalled(program: string): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
