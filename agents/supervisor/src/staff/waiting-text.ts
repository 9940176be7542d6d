/** What a customer reads while they wait for a colleague. It never says that somebody is there who is not. Pure. */
import {
  isOpen,
  nextOpening,
  WEEKDAY_NAMES,
  type BusinessHours,
} from '@deskfleet/shared/conversation/business-hours.ts';

export function waitingText(hours: BusinessHours, now: Date, timeZone: string): string {
  if (isOpen(hours, now, timeZone)) return 'You are in the queue for a colleague. They will answer you here.';
  const opening = nextOpening(hours, now, timeZone);
  if (opening === null) return 'You are in the queue for a colleague. We cannot say when one of them will be there.';
  const { inDays, day, from } = opening;
  const when = inDays === 0 ? 'today' : inDays === 1 ? 'tomorrow' : `on ${WEEKDAY_NAMES[day]}`;
  return `None of our colleagues is there right now. You are in their queue; they answer here from ${from} ${when} (${timeZone} time).`;
}
