/** When colleagues answer, and the truth about it for a customer who asks for one. Pure; days and hours are the shop's. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Spans of a day, `HH:MM` to `HH:MM` (24:00 is the end of it). An empty map means always. */
export type BusinessHours = Readonly<Partial<Record<Weekday, readonly (readonly [string, string])[]>>>;

export const WEEKDAY_NAMES: Readonly<Record<Weekday, string>> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
};
const MINUTES_A_DAY = 24 * 60;

interface Moment {
  readonly day: Weekday;
  /** Minutes since midnight. */
  readonly minute: number;
}

function momentOf(now: Date, timeZone: string): Moment {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(now);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  const day = WEEKDAYS.find((name) => name === part('weekday').toLowerCase()) ?? 'mon';
  return { day, minute: Number(part('hour')) * 60 + Number(part('minute')) };
}

function minutesOf(time: string): number {
  const [hours = '0', minutes = '0'] = time.split(':');
  return Math.min(Number(hours) * 60 + Number(minutes), MINUTES_A_DAY);
}

export function isOpen(hours: BusinessHours, now: Date, timeZone: string): boolean {
  if (Object.keys(hours).length === 0) return true;
  const { day, minute } = momentOf(now, timeZone);
  return (hours[day] ?? []).some(([from, to]) => minutesOf(from) <= minute && minute < minutesOf(to));
}

export interface Opening {
  readonly day: Weekday;
  /** Days from today; 0 is later today. */
  readonly inDays: number;
  readonly from: string;
}

/** When somebody is there next; null when the shop lists no hours at all, or is open now. */
export function nextOpening(hours: BusinessHours, now: Date, timeZone: string): Opening | null {
  if (isOpen(hours, now, timeZone)) return null;
  const today = momentOf(now, timeZone);
  const start = WEEKDAYS.indexOf(today.day);
  for (let inDays = 0; inDays <= 7; inDays += 1) {
    const day = WEEKDAYS[(start + inDays) % WEEKDAYS.length] ?? 'mon';
    const spans = [...(hours[day] ?? [])].sort((a, b) => minutesOf(a[0]) - minutesOf(b[0]));
    const span = spans.find(
      ([from, to]) => minutesOf(from) < minutesOf(to) && (inDays > 0 || minutesOf(from) > today.minute),
    );
    if (span) return { day, inDays, from: span[0] };
  }
  return null;
}

/** What a customer is told who is handed over. It never says that somebody is there who is not. */
export function handoffText(hours: BusinessHours, now: Date, timeZone: string): string {
  const kept = 'You can go on writing here; nothing you write is lost.';
  if (isOpen(hours, now, timeZone)) return `I have asked a colleague to take over. They will answer you here. ${kept}`;
  const opening = nextOpening(hours, now, timeZone);
  if (opening === null)
    return `I have put this into the queue of our colleagues. I cannot say when one of them will be there. ${kept}`;
  const when = opening.inDays === 0 ? 'today' : opening.inDays === 1 ? 'tomorrow' : `on ${WEEKDAY_NAMES[opening.day]}`;
  return `None of our colleagues is there right now. I have put this into their queue; they will answer here from ${opening.from} ${when} (${timeZone} time). ${kept}`;
}
