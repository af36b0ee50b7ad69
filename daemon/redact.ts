const HIDDEN = "[redacted]";

/** Tokens as their makers shape them, should one reach a log by a way that we did not think of. */
const SHAPES = [
  /\bsk-[A-Za-z0-9_-]{16,}/g,
  /\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})/g,
  /\b[Bb]earer\s+[\w.~+/-]{12,}=*/g,
];

/** Hides the given secrets, and whatever looks like a token, in text. */
export function redactor(secrets: readonly (string | undefined)[]): (text: string) => string {
  const known = secrets.filter((secret) => secret !== undefined && secret.length > 3) as string[];
  return (text) => {
    let clean = text;
    for (const secret of known) clean = clean.replaceAll(secret, HIDDEN);
    for (const shape of SHAPES) clean = clean.replace(shape, HIDDEN);
    return clean;
  };
}
