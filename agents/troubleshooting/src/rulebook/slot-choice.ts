/** Which of the appointments that were just listed a customer takes: by number, place in the list, day or time. */
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';

interface Listed {
  readonly id: string;
  readonly weekday: string;
  readonly month: string;
  readonly day: string;
  readonly time: string;
}

/** Reads back the lines of `tellSlots`. */
const LINE = /- (s\d{5}): (\w+), (\w+) (\d{1,2}), (\d{2}:\d{2}) to/gu;

function slotsIn(answer: string): readonly Listed[] {
  return [...answer.matchAll(LINE)].map(([, id = '', weekday = '', month = '', day = '', time = '']) => ({
    id,
    weekday,
    month,
    day,
    time,
  }));
}

const ID = /\bs\d{5}\b/u;
const PLACES: readonly (readonly [RegExp, number])[] = [
  [/\b(?:first|1st|earliest|soonest|any(?: of them)?|whichever|number one|number 1)\b/u, 0],
  [/\b(?:second|2nd|number two|number 2)\b/u, 1],
  [/\b(?:third|3rd|number three|number 3)\b/u, 2],
  [/\b(?:fourth|4th|number four|number 4)\b/u, 3],
  [/\b(?:fifth|5th|number five|number 5)\b/u, 4],
  [/\blast\b/u, -1],
];

/** "10", "10:30", "2 pm" as hours and minutes of the day. */
function timeIn(text: string): string | undefined {
  const [, hours, minutes, half] =
    /\b(?:at|around|by)? ?(\d{1,2})(?::(\d{2}))? ?(a\.?m\.?|p\.?m\.?|o'clock|h)?\b(?!\s?(?:st|nd|rd|th)\b)/u.exec(
      text,
    ) ?? [];
  if (hours === undefined || (minutes === undefined && half === undefined && !/\bat \d/u.test(text))) return undefined;
  const number =
    (Number(hours) % 12) + (half?.startsWith('p') === true || (Number(hours) >= 12 && !half?.startsWith('a')) ? 12 : 0);
  const hour = half === undefined || half === 'h' || half.startsWith('o') ? Number(hours) : number;
  return `${String(hour).padStart(2, '0')}:${minutes ?? '00'}`;
}

/** @returns the appointments of the list that the words fit; all numbers that are named count even without a list. */
export function slotsMeant(text: string, list: string): readonly string[] {
  const id = ID.exec(text)?.[0];
  if (id !== undefined) return [id];
  const listed = slotsIn(list);
  if (listed.length === 0) return [];
  const weekday = /\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b/u.exec(text)?.[0];
  const day =
    /\b(\d{1,2})(?:st|nd|rd|th)\b|\b(?:january|february|march|april|may|june|july|august|september|october|november|december) (\d{1,2})\b/u.exec(
      text,
    );
  const date = day?.[1] ?? day?.[2];
  const time = timeIn(date === undefined ? text : text.replace(day?.[0] ?? '', ' '));
  if (
    weekday !== undefined ||
    time !== undefined ||
    (date !== undefined && !PLACES.some(([place]) => place.test(text)))
  ) {
    return listed
      .filter(
        (slot) =>
          (weekday === undefined || slot.weekday === weekday) &&
          (date === undefined || Number(slot.day) === Number(date)) &&
          (time === undefined || slot.time === time),
      )
      .map((slot) => slot.id);
  }
  const place = PLACES.find(([pattern]) => pattern.test(text))?.[1];
  const chosen = place === undefined ? undefined : listed.at(place);
  if (chosen !== undefined) return [chosen.id];
  // A plain yes to the only one.
  return listed.length === 1 && /^\W*(?:yes|ok|okay|sure|fine|that one|this one|book it|perfect)\b/u.test(text)
    ? [listed[0]?.id ?? '']
    : [];
}

/** The appointment that was chosen earlier in this talk, while the other details were asked for. */
export function slotChosenBefore(reading: Reading): string | undefined {
  for (const [index, message] of reading.earlier.entries()) {
    if (message.role === 'assistant' && /\bis booked for\b|\bis cancelled\b/u.test(message.text)) return undefined;
    if (message.role !== 'user') continue;
    const [only, another] = slotsMeant(message.text, reading.earlier[index + 1]?.text ?? '');
    if (only !== undefined && another === undefined) return only;
  }
  return undefined;
}

/** Where the next page of appointments begins: "(1 to 5 of 48)". */
export function nextSlots(reading: Reading): number | undefined {
  const [, last, all] = /\((?:\d+) to (\d+) of (\d+)\)/u.exec(reading.earlier[0]?.text ?? '') ?? [];
  return last !== undefined && Number(last) < Number(all) ? Number(last) : undefined;
}

export const WANTS_OTHERS =
  /\b(?:more|others?|later|next (?:page|ones?)|none of (?:them|these|those)|(?:none|nothing) (?:of \w+ )?(?:suits|fits|works)|not (?:any )?of (?:them|these)|further|(?:don't|doesn't|do not|does not) (?:suit|fit|work)|another (?:day|week|time))\b/u;
