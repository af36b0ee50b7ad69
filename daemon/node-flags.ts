/**
 * What Node is told when it runs the daemon. Of its own accord V8 lets young garbage grow to 96 MB before it
 * looks, which is quick for a program that computes, and only memory for one that mostly waits.
 */
export const NODE_FLAGS = ["--max-semi-space-size=4"] as const;

/**
 * Begins this very process anew with the flags, unless it has them. V8 reads this one when it sets up its heap:
 * `v8.setFlagsFromString` says nothing and changes nothing.
 */
export function takeNodeFlags(): void {
  const { execPath, execArgv, argv } = process;
  if (NODE_FLAGS.every((flag) => execArgv.includes(flag))) return;
  process.execve?.(execPath, [execPath, ...NODE_FLAGS, ...execArgv, ...argv.slice(1)]);
}
