/** From a request to the service department to the tool call, over as many turns as it takes. */
import { readConsent } from '@deskfleet/shared/conversation/consent.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import type { Step } from '@deskfleet/shared/rulebook/engine.ts';
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { orderId } from '@deskfleet/shared/rulebook/slots.ts';
import { conceptsIn } from '../policy/concepts.ts';
import { productTalkedAbout } from './conversation.ts';
import { guideJustEnded } from './guide-talk.ts';
import { problemBefore, problemIn, sentence } from './problem-words.ts';
import {
  clausesOf,
  postalCodeIn,
  productWords,
  serialIn,
  serviceRequestsIn,
  slotKindIn,
  type ServiceRequest,
} from './service-requests.ts';
import { nextSlots, slotChosenBefore, slotsMeant, WANTS_OTHERS } from './slot-choice.ts';

/** Questions of ours, by words that only they have; the answer is read by them. */
export const ASK = {
  slot: 'Which of these suits you?',
  problem: 'What is wrong with it? A sentence is enough.',
  ticket: 'What shall the ticket say? A sentence or two on what happens is enough.',
  offer: 'Shall I open a ticket with our service team?',
} as const;

const QUESTIONS: readonly (readonly [Pending, RegExp])[] = [
  ['slot', /which of these suits you\?/u],
  ['problem', /what is wrong with it\? a sentence is enough/u],
  ['purchase', /which one shall be repaired\?|among your orders\. which product or order is it\?$/u],
  ['postal_code', /which postal code shall the technician come to\?/u],
  ['ticket', /what shall the ticket say\?/u],
  ['offer', /shall i open a ticket with our service team\?/u],
  ['repair', /which repair shall be cancelled\?/u],
];

type Pending = 'slot' | 'problem' | 'purchase' | 'postal_code' | 'ticket' | 'offer' | 'repair' | 'guide_end';

const NEVER_MIND =
  /\b(?:never ?mind|forget (?:it|about it)|leave it|changed my mind|rather not|no thanks?|don't bother|stop)\b|^\W*(?:no|nope|nah)\W*$/u;

/** The question of ours that this message answers; undefined when there is none, or when it asks for something else. */
export function answered(reading: Reading): Pending | undefined {
  const last = reading.earlier[0];
  if (last?.role !== 'assistant') return undefined;
  const asked = guideJustEnded(reading) ? 'guide_end' : QUESTIONS.find(([, words]) => words.test(last.text))?.[0];
  if (asked === undefined) return undefined;
  if (NEVER_MIND.test(reading.text)) return asked;
  const others = serviceRequestsIn(reading.text).map(({ topic }) => topic);
  switch (asked) {
    case 'slot':
      return slotsMeant(reading.text, last.text).length > 0 ||
        WANTS_OTHERS.test(reading.text) ||
        (others.length === 0 && slotKindIn(reading.text) !== undefined)
        ? asked
        : undefined;
    case 'offer':
      return readConsent(reading.raw) === 'unclear' ? undefined : asked;
    case 'guide_end':
      return /\b(?:repair\w*|technicians?|appointment|tickets?|case|team)\b/u.test(reading.text) ? asked : undefined;
    case 'postal_code':
      return /\d/u.test(reading.text) ? asked : undefined;
    case 'repair':
      return /\br[2-9bcdfghjkmnpqrstvwxz]{8}\b/u.test(reading.text) ? asked : undefined;
    case 'problem':
    case 'purchase':
    case 'ticket':
      return others.every((topic) => topic === 'book_repair' || topic === 'open_ticket') ? asked : undefined;
  }
}

/** What follows from the answer. */
export function answerStep(asked: Pending, reading: Reading): Step {
  if (NEVER_MIND.test(reading.text) || (asked === 'offer' && readConsent(reading.raw) === 'no'))
    return { say: 'All right, nothing was done. Just ask when something else comes up.' };
  switch (asked) {
    case 'slot': {
      const last = reading.earlier[0]?.text ?? '';
      if (slotsMeant(reading.text, last).length === 0)
        return slotsStep(reading, slotKindIn(reading.text) === undefined ? (nextSlots(reading) ?? 0) : 0);
      return bookStep(reading);
    }
    case 'problem':
    case 'purchase':
      return bookStep(reading);
    case 'postal_code':
      return slotsStep(reading);
    case 'repair':
      return cancelStep(reading);
    case 'ticket':
      return ticketStep(reading, sentence(reading.raw));
    case 'offer':
      return ticketStep(reading, problemBefore(reading));
    case 'guide_end':
      return /\b(?:tickets?|case|team)\b/u.test(reading.text)
        ? ticketStep(reading, problemBefore(reading))
        : bookStep(reading);
  }
}

/** The step of each request of a message. */
export function serviceStep(request: ServiceRequest, reading: Reading): Step {
  switch (request.topic) {
    case 'recall':
      return recallStep(request, reading);
    case 'list_service_slots':
      return slotsStep(reading);
    case 'book_repair':
      return bookStep(reading, request.words);
    case 'cancel_repair':
      return cancelStep(reading);
    case 'move_repair': {
      const cancel = cancelStep(reading);
      return 'call' in cancel ? cancel : { say: 'Which repair shall be moved?' };
    }
    case 'open_ticket':
      return ticketStep(reading, descriptionIn(reading));
    case 'list_tickets': {
      const ticket_id = REFERENCE.exec(reading.text)?.[0];
      return { call: { name: 'list_tickets', input: ticket_id === undefined ? {} : { ticket_id } } };
    }
  }
}

const REFERENCE = /\b[tr][2-9bcdfghjkmnpqrstvwxz]{8}\b/u;

function recallStep({ words }: ServiceRequest, reading: Reading): Step {
  const product =
    productWords(words) ?? (/\b(?:it|its|this|that|mine)\b/u.test(words) ? productTalkedAbout(reading) : undefined);
  const order_id = orderOf(words);
  const serial_number = serialIn(reading.text, false);
  return {
    call: {
      name: 'check_recall',
      input: {
        ...(product === undefined ? {} : { product }),
        ...(order_id === undefined ? {} : { order_id }),
        ...(serial_number === undefined ? {} : { serial_number }),
      },
    },
  };
}

/** The serial number that was given after a recall was told. */
export function serialGiven(reading: Reading): Step | undefined {
  const told = reading.earlier.find(({ role }) => role === 'assistant')?.text ?? '';
  const product = /\bsafety recall for the (.+?)\./u.exec(told)?.[1];
  const serial_number = product === undefined ? undefined : serialIn(reading.text, true);
  if (product === undefined || serial_number === undefined) return undefined;
  return { call: { name: 'check_recall', input: { product, serial_number } } };
}

function slotsStep(reading: Reading, offset = 0): Step {
  const kind = slotKindIn(reading.text) ?? slotKindIn(lastRequest(reading));
  const postal_code = postalCodeIn(reading.text) ?? bareCode(reading);
  return {
    call: {
      name: 'list_service_slots',
      input: {
        ...(kind === undefined ? {} : { kind }),
        ...(postal_code === undefined ? {} : { postal_code }),
        ...(offset === 0 ? {} : { offset }),
      },
    },
  };
}

/** "10001", in answer to our question. */
function bareCode(reading: Reading): string | undefined {
  return (reading.earlier[0]?.text ?? '').includes('which postal code shall')
    ? /\b[a-z]{0,2}\d[a-z0-9]{1,5}(?: \d[a-z]{2})?\b/u.exec(reading.text)?.[0]
    : undefined;
}

/** What the customer asked the service department for before this message. */
function lastRequest(reading: Reading): string {
  return reading.earlier.find(({ role, text }) => role === 'user' && serviceRequestsIn(text).length > 0)?.text ?? '';
}

/** @param words the part of the message that asks for the repair; its other parts are answered by others. */
function bookStep(reading: Reading, words = reading.text): Step {
  const last = reading.earlier[0]?.text ?? '';
  const [chosen, another] = slotsMeant(reading.text, last);
  if (another !== undefined) return { say: `There are several then. ${ASK.slot} Tell me its number.` };
  const slot_id = chosen ?? slotChosenBefore(reading);
  if (slot_id === undefined) return slotsStep(reading);
  const asked = QUESTIONS.find(([, question]) => question.test(last))?.[0];
  const problem = asked === 'problem' ? sentence(reading.raw) : (problemIn(reading.text) ?? problemBefore(reading));
  if (problem === undefined) return { say: ASK.problem };
  const request = lastRequest(reading);
  const order_id = orderOf(words) ?? orderOf(request);
  const product =
    productWords(asked === 'problem' ? '' : words.replaceAll(CHOICE_WORDS, ' ')) ??
    productWords(request.replaceAll(CHOICE_WORDS, ' ')) ??
    (order_id === undefined ? (productOf(problem) ?? productTalkedAbout(reading)) : undefined);
  return {
    call: {
      name: 'book_repair',
      input: {
        ...(order_id === undefined ? {} : { order_id }),
        ...(product === undefined ? {} : { product }),
        slot_id,
        problem,
      },
    },
  };
}

/** "My ThunderBolt crackles", "the speaker is dead"; other words of a problem name no product. */
function productOf(problem: string): string | undefined {
  const mine = /\b(?:my|our) ([\w-]+)/iu.exec(problem)?.[1];
  const kind = conceptsIn(problem).find(({ role }) => role === 'kind')?.words[0];
  return mine ?? kind;
}

const CHOICE_WORDS =
  /\b(?:first|second|third|fourth|fifth|last|one|take|suits?|works? for me|o'clock|am|pm|november|december|january|tomorrow|perfect|ideal|great|\d{1,2}(?:st|nd|rd|th)|prefer|choose|pick|convenient|fine|good|at \d[\d:]*)\b/gu;

/** Postal codes and numbers of appointments are no orders. */
function orderOf(text: string): string | undefined {
  return orderId(
    text
      .replaceAll(/\bs\d{5}\b/gu, ' ')
      .replaceAll(
        /(?<=\b(?:come|drive|technicians?|engineers?|visit|on-?site|home)\b.{0,25}\b(?:to|at|in) )\d{4,5}\b/gu,
        ' ',
      )
      .replaceAll(/\b(?:zip|postal code|postcode|in|near|area)(?: code)?(?: is)? \d{4,5}\b/gu, ' '),
  );
}

function cancelStep(reading: Reading): Step {
  const repair_id = /\br[2-9bcdfghjkmnpqrstvwxz]{8}\b/u.exec(reading.text)?.[0];
  return { call: { name: 'cancel_repair', input: repair_id === undefined ? {} : { repair_id } } };
}

const REQUEST_OF_TICKET =
  /\b(?:(?:please|can you|could you|can i|could i|i(?:'d| would) like(?: you)? to|i (?:want|need)(?: you)? to|i (?:want|need)|i'd like|let me|would you|you (?:can|should)) )*(?:please )?(?:open|create|raise|file|log|submit|make|start|write|put in|set up|need|want|get|place|report|pass|forward|escalate|hand|give|send|complain)\b(?:.{0,25}?\b(?:tickets?|(?:support|service|trouble) (?:case|request)|case|complaint|(?:service|support|technical|tech)(?: |-)?(?:team|department|people|staff|desk)?)\b|(?<=complain)\b)/iu;
const LEAD_IN =
  /^(?:[\s,:;–-]|for (?:me|this|that|it)\b|about\b|because\b|since\b|saying\b|that\b|regarding\b|on this\b|please\b|to\b|with\b|(?:your |the )?(?:technicians?|engineers?|people|staff|support|service|team|department)\b|as\b|over\b|and (?:say|tell them|write)(?: that)?\b)+/iu;

/** Fewer characters than this describe nothing. */
const LEAST = 10;

/** What the ticket shall say, from this message or what was said before. */
function descriptionIn(reading: Reading): string | undefined {
  const match = REQUEST_OF_TICKET.exec(reading.raw);
  const after = match === null ? '' : reading.raw.slice(match.index + match[0].length).replace(LEAD_IN, '');
  const others = clausesOf(match === null ? reading.raw : reading.raw.slice(0, match.index)).filter(
    (clause) => serviceRequestsIn(clause.toLowerCase()).length === 0,
  );
  const own = [...others, after].map((part) => part.trim().replace(/[.?!,\s]+$/u, '')).filter((part) => part !== '');
  const text = own.join('. ');
  if (text.length >= LEAST && (problemIn(text.toLowerCase()) !== undefined || text.split(/\s+/u).length >= 3))
    return sentence(text);
  return problemIn(reading.text) ?? problemBefore(reading);
}

const MOST_SUBJECT_WORDS = 8;
const MOST_SUBJECT = 80;

function ticketStep(reading: Reading, description: string | undefined): Step {
  if (description === undefined || description.length < LEAST) return { say: ASK.ticket };
  const order_id = orderOf(reading.text) ?? orderOf(description.toLowerCase());
  const product = productWords(description.toLowerCase()) ?? productTalkedAbout(reading);
  const input: JsonObject = {
    subject: description
      .split(/\s+/u)
      .slice(0, MOST_SUBJECT_WORDS)
      .join(' ')
      .slice(0, MOST_SUBJECT)
      .replace(/[\s.,;:!?]+$/u, ''),
    description,
    ...(product === undefined ? {} : { product: product.slice(0, 120) }),
    ...(order_id === undefined ? {} : { order_id }),
  };
  return { call: { name: 'open_ticket', input } };
}
