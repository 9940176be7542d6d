/** The instant at which the demo shops live: every demo row is dated relative to it, so answers never age. */
export const DEMO_CLOCK = '2026-11-16T10:00:00Z';

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;

/** The instant `hours` after `instant` (negative: before), as ISO text in UTC without milliseconds. */
export function hoursAfter(instant: string, hours: number): string {
  return `${new Date(Date.parse(instant) + Math.round(hours * HOUR_MS)).toISOString().slice(0, 19)}Z`;
}

/** The instant `days` after `instant` (negative: before). */
export function daysAfter(instant: string, days: number): string {
  return hoursAfter(instant, days * DAY_HOURS);
}

/** The instant `days` before the demo clock. */
export function daysAgo(days: number): string {
  return daysAfter(DEMO_CLOCK, -days);
}

/** The UTC calendar day (`YYYY-MM-DD`) of an instant. */
export function dayOf(instant: string): string {
  return instant.slice(0, 10);
}

/** The calendar day `days` after `day`. */
export function addDays(day: string, days: number): string {
  return dayOf(daysAfter(`${day}T00:00:00Z`, days));
}

/** Whole days from one calendar day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / (HOUR_MS * DAY_HOURS));
}
