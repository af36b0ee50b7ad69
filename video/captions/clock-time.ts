/** `01:02:03,456`: hours, minutes, seconds and milliseconds, with the mark before the milliseconds. */
export function clockTime(seconds: number, mark: "," | "."): string {
  const milliseconds = Math.round(seconds * 1000);
  const two = (value: number): string => String(Math.floor(value)).padStart(2, "0");
  const whole = milliseconds / 1000;
  const hms = [two(whole / 3600), two((whole / 60) % 60), two(whole % 60)].join(":");
  return hms + mark + String(milliseconds % 1000).padStart(3, "0");
}
