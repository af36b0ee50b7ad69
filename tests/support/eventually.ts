/**
 * Resolves with the first truthy answer of `look`, which is asked at every turn of the event
 * loop; rejects after `withinMs`, so that what never comes fails the test and does not hang it.
 */
export async function eventually<T>(
  look: () => T | Promise<T>,
  withinMs = 60_000,
): Promise<NonNullable<T>> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const answer = await look();
    if (answer) return answer;
    if (performance.now() > deadline) throw new Error(`Never came true: ${String(look)}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
