/**
 * What Node is told when it runs the daemon. Of its own accord V8 lets young garbage grow to 96 MB before it
 * looks, which is quick for a program that computes, and only memory for one that mostly waits.
 */
export const NODE_FLAGS = ["--max-semi-space-size=4"] as const;
