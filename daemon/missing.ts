import { areModulesInstalled } from "./doctor.ts";

/**
 * For `scripts/setup`: ends with 1 when libraries of the project, whose folder comes as argument,
 * are missing.
 */
const [project = ""] = process.argv.slice(2);
process.exitCode = areModulesInstalled(project) ? 0 : 1;
