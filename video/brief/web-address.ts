/** `https://…` or `http://…`. */
export function isWebAddress(path: string): boolean {
  return /^https?:\/\//i.test(path);
}
