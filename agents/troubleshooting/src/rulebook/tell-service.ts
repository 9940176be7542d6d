/** Tells guides, appointments, tickets and repairs. Everything is read from a tool's result. */
import type { JsonObject } from '@deskfleet/shared/json.ts';
import type { Step } from '@deskfleet/shared/rulebook/engine.ts';
import { quoted } from '@deskfleet/shared/rulebook/quoted.ts';
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { sourceLine } from './conversation.ts';
import { askGuideChoice, GUIDE_OVER } from './guide-talk.ts';
import { ASK } from './service-talk.ts';
import { tellStop } from './tell-safety.ts';
import { object, objects, shown } from './words.ts';

/** @param search what to do when there is no guide for the problem. */
export function tellGuide(result: JsonObject, reading: Reading, search: () => Step): string | Step {
  const stop = tellStop(result, reading);
  if (stop !== undefined) return stop;
  const choices = objects(result['choices']);
  if (choices.length > 0) return askGuideChoice(choices.map((choice) => shown(choice['product'] ?? choice['title'])));
  if (result['guide'] === undefined) return search();
  const guide = object(result['guide']);
  const step = object(result['step']);
  switch (shown(result['state'])) {
    case 'walking': {
      const no = Number(step['no']);
      const from = no === 1 ? `Let us go through it together, ${shown(guide['steps'])} steps.\n` : '';
      const how = no === 1 ? '\nSay "next" when it is done, or "back", "repeat" or "it works now".' : '';
      return `${from}Step ${no} of ${shown(guide['steps'])}: ${shown(step['section'])}\n${shown(step['text'])}${how}\n${sourceLine(shown(step['id']), shown(guide['title']), shown(step['section']))}`;
    }
    case 'exhausted':
      return reading.context.signed_in
        ? `${GUIDE_OVER} If it still does not work, I can book a repair or open a ticket with our service team. Which would you like?`
        : `${GUIDE_OVER} If it still does not work, our team helps you at ${shown(result['support_email'])}; once you are signed in I can book a repair or open a ticket.`;
    case 'solved':
      return 'I am glad that it works again. Just ask when something else comes up.';
    default:
      return 'All right, we leave the guide here. Say "start the guide again" whenever you like.';
  }
}

const WEEKDAY = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', weekday: 'long', month: 'long', day: 'numeric' });

/** "Monday, November 16, 10:00" from the shop's own time. */
function when(value: unknown): string {
  const [day = '', time = ''] = (typeof value === 'string' ? value : '').split(' ');
  return `${WEEKDAY.format(new Date(`${day}T00:00:00Z`))}, ${time}`;
}

const KINDS: Readonly<Record<string, string>> = { remote: 'remote session', on_site: 'technician at your address' };

function kindWords(kind: unknown): string {
  return KINDS[typeof kind === 'string' ? kind : ''] ?? '';
}

export function tellSlots(result: JsonObject, input: JsonObject): string {
  const slots = objects(result['slots']);
  const place = shown(result['postal_code']);
  const nobody =
    result['on_site_served'] === true || place === '' || input['kind'] === 'remote'
      ? ''
      : `No technician drives to ${place}. `;
  if (slots.length === 0)
    return `${nobody}I see no free appointment${input['kind'] === undefined ? '' : ` of that kind`} at the moment. A remote session or a ticket is another way.`;
  const first = Number(input['offset'] ?? 0) + 1;
  return [
    `${nobody}Free appointments (${first} to ${first + slots.length - 1} of ${shown(result['found'])}), time zone ${shown(result['time_zone'])}:`,
    ...slots.map((slot) => {
      const ends = shown(slot['ends_at']).split(' ')[1] ?? '';
      return `- ${shown(slot['slot_id'])}: ${when(slot['starts_at'])} to ${ends}, ${kindWords(slot['kind'])}`;
    }),
    `${ASK.slot} Tell me its number and I book it for you, or say "more".`,
  ].join('\n');
}

const STATES: Readonly<Record<string, string>> = {
  open: 'open',
  in_progress: 'being worked on',
  answered: 'answered',
  closed: 'closed',
  booked: 'booked',
  cancelled: 'cancelled',
  done: 'done',
};

function state(value: unknown): string {
  return STATES[typeof value === 'string' ? value : ''] ?? '';
}

export function tellTickets(result: JsonObject): string {
  const tickets = objects(result['tickets']).map(
    (ticket) =>
      `- ${shown(ticket['ticket_id'])}: ${quoted(shown(ticket['subject']))}, ${state(ticket['state'])}, opened on ${shown(ticket['opened_on'])}`,
  );
  const repairs = objects(result['repairs']).map((repair) => {
    const price = repair['under_warranty'] === true ? 'free under warranty' : shown(object(repair['price'])['text']);
    return `- ${shown(repair['repair_id'])}: repair of the ${shown(repair['product'])}, ${when(repair['starts'])}, ${kindWords(repair['kind'])}, ${price}, ${state(repair['state'])}`;
  });
  if (tickets.length + repairs.length === 0) return 'You have no tickets and no repairs with us.';
  return [
    ...(tickets.length > 0 ? ['Your tickets:', ...tickets] : []),
    ...(repairs.length > 0 ? ['Your repairs:', ...repairs] : []),
    ...(result['next_offset'] === undefined ? [] : ['There are older ones, too.']),
  ].join('\n');
}
