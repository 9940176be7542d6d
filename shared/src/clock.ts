/** The shop's calendar. Fixed by the setting CLOCK for demo data; records and leases always use the database's own time. */
export interface Clock {
  now(): Date;
}

export function createClock(fixed: string | undefined): Clock {
  if (fixed === undefined) return { now: () => new Date() };
  const instant = new Date(fixed).getTime();
  return { now: () => new Date(instant) };
}
