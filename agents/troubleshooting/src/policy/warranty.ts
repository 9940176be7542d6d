/** Whether a purchase is under warranty, from its rows and today alone. Days are ISO texts, so they compare as text. */

const DAY_MS = 86_400_000;

export interface WarrantyDays {
  /** First and last day; both are included. Null when no warranty is recorded for the line. */
  readonly starts_on: string | null;
  readonly ends_on: string | null;
}

export type Warranty =
  | {
      readonly state: 'active';
      /** Days after today on which it still holds; 0 on its last day. */ readonly days_left: number;
    }
  | { readonly state: 'ended'; readonly days_since_end: number }
  | { readonly state: 'not_started'; readonly days_until_start: number }
  | { readonly state: 'none' };

/** @param today the shop's ISO day. */
export function warrantyOn({ starts_on, ends_on }: WarrantyDays, today: string): Warranty {
  if (starts_on === null || ends_on === null) return { state: 'none' };
  if (today < starts_on) return { state: 'not_started', days_until_start: daysBetween(today, starts_on) };
  if (today > ends_on) return { state: 'ended', days_since_end: daysBetween(ends_on, today) };
  return { state: 'active', days_left: daysBetween(today, ends_on) };
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/** The day an instant falls on where the shop is. @param timeZone IANA name, as in `tenants.time_zone`. */
export function shopDay(instant: Date, timeZone: string): string {
  // Swedish writes days the ISO way.
  return new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    instant,
  );
}
