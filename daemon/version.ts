import { join } from "node:path";
import { readJson } from "../kernel/files.ts";

const description = readJson(join(import.meta.dirname, "..", "package.json"));

/** Of this Kantoku, as in package.json. */
export const { version } = description as { readonly version: string };
