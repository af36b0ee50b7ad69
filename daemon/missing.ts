import { areModulesInstalled, missingPackages } from "./doctor.ts";

/**
 * For `scripts/setup`: prints what is missing, a Debian package or `node_modules` on each line.
 * The PATH and the project's folder come as arguments.
 */
const [path = "", project = ""] = process.argv.slice(2);
const missing = missingPackages(path);
if (!areModulesInstalled(project)) missing.push("node_modules");
for (const name of missing) process.stdout.write(`${name}\n`);
