/** Calendar days as ISO texts. */

const DAY_MS = 86_400_000;

/** Whole days from one ISO day to another; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

const LONG_DAY = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', dateStyle: 'long' });

/** "November 12, 2026" from an ISO day. */
export function longDay(day: string): string {
  return LONG_DAY.format(new Date(day));
}
