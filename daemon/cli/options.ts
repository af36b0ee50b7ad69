import { statSync } from "node:fs";
import type { Command } from "commander";
import { InputError } from "../../kernel/errors.ts";
import type { Home } from "../../kernel/home.ts";
import {
  findFile,
  findHome,
  loadConfig,
  PROJECT,
  recallConfig,
  type Config,
  type Flags,
} from "../config.ts";
import { isProgram } from "../configfile.ts";
import { accountIn, become, takeUp } from "./account.ts";

/**
 * The configuration that this command's flags, the environment and the file make. From then on root works in
 * another's home as that other, so that nothing in it is root's: what only root may read is read before.
 */
export async function configOf(command: Command, flags: Flags = {}): Promise<Config> {
  const home = homeOf(command);
  const account = accountIn(home);
  if (!account) return recallConfig(flagsOf(command, flags));
  takeUp(account, home);
  if (isTheirProgram(findFile(flagsOf(command, flags)))) {
    become(account, { home, project: PROJECT });
    return rootsConfigOf(command, flags);
  }
  const config = await rootsConfigOf(command, flags);
  become(account, config);
  return config;
}

/** Root runs no program that others may have written. */
const isTheirProgram = (file: string | undefined): boolean =>
  file !== undefined && isProgram(file) && statSync(file, { throwIfNoEntry: false })?.uid !== 0;

/**
 * As `configOf`, for what needs root itself: it hands over what it makes in another's home, and believes
 * nothing that others may have kept there.
 */
export function rootsConfigOf(command: Command, flags: Flags = {}): Promise<Config> {
  return loadConfig(flagsOf(command, flags));
}

function flagsOf(command: Command, flags: Flags): Flags {
  const { home, config } = command.optsWithGlobals<{ home?: string; config?: string }>();
  return { home, config, ...flags };
}

/** The home that this command's flags and the environment name. */
export function homeOf(command: Command): Home {
  const { home } = command.optsWithGlobals<{ home?: string }>();
  return findHome({ home });
}

/** Adds the lines that every command's help ends with. */
export function examples(command: Command, ...lines: readonly string[]): Command {
  return command.addHelpText(
    "after",
    `\nExamples:\n${lines.map((line) => `  ${line}`).join("\n")}`,
  );
}

/** Parser of a flag that takes a whole number; throws an InputError that names the flag. */
export function wholeNumber(flag: string, least = 0, most = Number.MAX_SAFE_INTEGER) {
  return (text: string): number => {
    const value = Number(text);
    if (text.trim() !== "" && Number.isInteger(value) && value >= least && value <= most) {
      return value;
    }
    const range = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `${least} to ${most}`;
    throw wrongFlag(flag, `"${text}" is not a whole number from ${range}`);
  };
}

/** Parser of a flag that takes a number between two bounds. */
export function numberBetween(flag: string, least: number, most: number) {
  return (text: string): number => {
    const value = Number(text);
    if (text.trim() !== "" && value >= least && value <= most) return value;
    throw wrongFlag(flag, `"${text}" is not a number from ${least} to ${most}`);
  };
}

/** `P0` to `P3`, the most urgent first. */
export function priority(flag: string) {
  return (text: string): 0 | 1 | 2 | 3 => {
    const found = /^P?([0-3])$/i.exec(text)?.[1];
    if (found !== undefined) return Number(found) as 0 | 1 | 2 | 3;
    throw wrongFlag(flag, `"${text}" is not a priority`, "P0 is the most urgent, P3 the least");
  };
}

export function wrongFlag(flag: string, message: string, hint?: string): InputError {
  return new InputError([{ where: flag, message, ...(hint === undefined ? {} : { hint }) }]);
}
