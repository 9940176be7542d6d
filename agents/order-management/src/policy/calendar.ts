/** Calendar days of the shop. Days are ISO texts (`2026-11-16`), so they compare as text. */

const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  // Swedish writes days the ISO way.
  const made = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formats.set(timeZone, made);
  return made;
}

/** The day an instant falls on where the shop is. @param timeZone IANA name, as in `tenants.time_zone`. */
export function dayIn(instant: Date, timeZone: string): string {
  return formatOf(timeZone).format(instant);
}

/** The shop's day of an instant the database wrote into JSON; null stays null. */
export function dayOf(instant: string | null, timeZone: string): string | null {
  return instant === null ? null : dayIn(new Date(instant), timeZone);
}

/** Whole days from one day to a later one; negative when `to` comes first. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/** The day so many days later. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}
