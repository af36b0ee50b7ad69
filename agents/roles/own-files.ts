import { z } from "zod";
import { Asset } from "../../video/assets/manifest.ts";
import { takeOwnFiles, type Links, type Taken } from "../../video/assets/own/take.ts";
import { Brief, OwnFile } from "../../video/brief/brief.ts";
import { joinBrands } from "../../video/look/brand-kit.ts";
import type { Outcome, Task } from "../agent.ts";
import { download, isAllowedHost } from "../download.ts";
import type { RoleContext } from "./context.ts";
import { inputs, readInput } from "./inputs.ts";

const OwnFiles = z.strictObject({
  assets: z.array(z.strictObject({ file: OwnFile, asset: Asset })),
  problems: z.array(z.string()),
});

/** Name of the job's parameter that says beside which files its brief lies. */
const FOLDER_PARAM = "briefFolder";
const DEFAULT_MEGABYTES = 200;
const FETCH_TIMEOUT_MS = 60_000;

/** Takes what the author brought along; a film without that goes on at once. */
export async function takeOwn(task: Task, context: RoleContext): Promise<Outcome> {
  const brief = readInput(task, "brief", Brief);
  const logo = joinBrands(brief.brand, context.brand)?.logo;
  const maxMegabytes = context.ownFiles?.maxMegabytes ?? DEFAULT_MEGABYTES;
  const taken = await takeOwnFiles({
    files: [...(brief.files ?? []), ...(logo === undefined ? [] : [logoFile(logo)])],
    folder: brief.assets ?? null,
    allowed: allowedFolders(task, context),
    maxMegabytes,
    links: linksTo(context.ownFiles?.hosts ?? [], maxMegabytes),
    seconds: brief.durationSeconds,
    work: task.folder,
    blobs: task.blobs,
    signal: task.signal,
    report: (doing) => task.report(doing),
  });
  const manifest = taken.assets.map(({ asset }) => asset);
  return {
    kind: "done",
    outputs: { own: task.blobs.putJson(taken), assets: task.blobs.putJson(manifest) },
    summary: `Own files: ${manifest.length} taken, ${taken.problems.length} refused`,
    notes: [...taken.problems],
  };
}

function linksTo(hosts: readonly string[], maxMegabytes: number): Links {
  const limits = { hosts, maxBytes: maxMegabytes * 1e6, timeoutMs: FETCH_TIMEOUT_MS };
  return {
    isAllowed: (address) => isAllowedHost(address, hosts),
    fetch: (address, target, signal) => download(address, target, { ...limits, signal }),
  };
}

function logoFile(path: string): OwnFile {
  return { path, use: "logo", text: "", span: null };
}

/** Beside the brief, where it came as a file of this machine; else what the operator allows. */
function allowedFolders({ work }: Task, { ownFiles }: RoleContext): string[] {
  const beside = work.params[FOLDER_PARAM];
  return [...(typeof beside === "string" ? [beside] : []), ...(ownFiles?.folders ?? [])];
}

/** What was taken; nothing for a job whose workflow has no such step. */
export function readOwn(task: Task): Taken {
  const [found] = inputs(task, "own");
  return found ? OwnFiles.parse(task.blobs.readJson(found.blob)) : { assets: [], problems: [] };
}
