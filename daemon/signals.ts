/** Aborts on the first SIGTERM or SIGINT; a second one ends the process at once. */
export function untilSignal(): AbortSignal {
  const stop = new AbortController();
  for (const name of ["SIGTERM", "SIGINT"] as const) process.once(name, () => stop.abort(name));
  return stop.signal;
}
