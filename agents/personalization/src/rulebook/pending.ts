/** What our last message asked for, and what the customer answers. */
import type { Step } from '@deskfleet/shared/rulebook/engine.ts';
import { plain, type Reading } from '@deskfleet/shared/rulebook/reading.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { LONGEST_MEMORY } from '../policy/memories.ts';
import { addressParts, mergedParts, partsAsked } from './address-words.ts';
import { forgetTarget, lastMemory, listedMemories, type ForgetWish } from './memory-words.ts';
import { namedPreference, preferenceOfLabel, preferenceValue } from './preference-words.ts';
import { requestsIn, requestsOf } from './requests.ts';

export const ASK = {
  fact: 'What shall I remember?',
  shorterFact: `That is too long to be remembered: ${LONGEST_MEMORY} characters at most. What shall I remember?`,
  forget: 'What shall I forget? Say it in a few words, or "everything".',
  preference: 'Which preference would you like to set, and to what?',
} as const;

export function lastSaid(reading: Reading): string {
  const last = reading.earlier[0];
  return last?.role === 'assistant' ? last.text : '';
}

/** The customer calls it off. "No, it's Denver" goes on. */
const NEVER_MIND =
  /^\W*(?:no|nope|nah|never ?mind|forget (?:it|about it)|leave it|stop|cancel|nothing|not now|(?:i(?:'ve| have)? )?changed my mind)(?:[\s,.!]+(?:no|thanks?|thank you|please|sorry|it|that|then|leave it|keep it|as it is|for now|never ?mind|(?:i(?:'ve| have)? )?changed my mind|forget it|don'?t bother))*\W*$/u;

/** The answer to our question, as a step; undefined when there is no question or the message is about something else. */
export function answerStep(reading: Reading): Step | undefined {
  const said = lastSaid(reading);
  const topic = askedTopic(said);
  if (topic === undefined) return undefined;
  if (NEVER_MIND.test(reading.text)) return { say: 'All right, nothing was changed.' };
  const question = reading.raw.includes('?');
  const others = requestsOf(reading).filter(
    (request) =>
      request.topic !== topic &&
      request.topic !== 'unable' &&
      // "My preferred brand to Nova" also reads as a question about the profile.
      !(topic === 'preference' && request.topic === 'profile' && !question),
  );
  if (topic === 'address') {
    const parts = addressParts(reading.raw, partsAsked(said));
    if (Object.keys(parts).length > 0 && !question) return addressStep(reading);
  }
  if (others.length > 0) return undefined;
  if (topic === 'address') return addressStep(reading);
  if (topic === 'remember') return rememberStep(reading.raw.trim());
  if (topic === 'forget') return forgetStep(forgetTarget(reading.raw.trim()), reading);
  return preferenceAnswer(reading, said);
}

function askedTopic(said: string): 'address' | 'remember' | 'forget' | 'preference' | undefined {
  if (partsAsked(said).length > 0) return 'address';
  if (said.endsWith(plain(ASK.fact))) return 'remember';
  if (said.endsWith(plain(ASK.forget)) || said.endsWith('what shall i forget?')) return 'forget';
  if (said.endsWith(plain(ASK.preference)) || LABEL.test(said) || PRICE_QUESTION.test(said)) return 'preference';
  return undefined;
}

const LABEL = /\byour ([\p{L} ]+?) can be: .*which shall it be\?$/u;
const PRICE_QUESTION = /\bwhat shall your ([\p{L} ]+?) be\? say it like\b/u;

function preferenceAnswer(reading: Reading, said: string): Step {
  const label = (LABEL.exec(said) ?? PRICE_QUESTION.exec(said))?.[1];
  const preference = namedPreference(reading.text) ?? (label === undefined ? undefined : preferenceOfLabel(label));
  if (preference === undefined) return { call: { name: 'get_preferences', input: {} } };
  const named = preferenceValue(reading.text, preference);
  if (label === undefined && named === undefined) return { call: { name: 'get_preferences', input: {} } };
  const value =
    named ??
    reading.text
      .replace(/^(?:(?:i (?:want|like|prefer)|make it|set it to|to|it'?s|please|then|ok)[\s,]+)+/u, '')
      .replace(/[\s,.!]*(?:please|thanks)?[\s.!]*$/u, '');
  return { call: { name: 'set_preference', input: { preference, value } } };
}

/** Whether our last message proposed a new address: a further part corrects the proposal. */
function proposesAddress(reading: Reading): boolean {
  return /\bchange your default address to\b.*\byes or no\b/u.test(lastSaid(reading));
}

/** A correction of a proposal that waits for a yes: "the zip is 80206". */
export function correctionStep(reading: Reading): Step | undefined {
  if (!proposesAddress(reading)) return undefined;
  const parts = addressParts(reading.raw);
  return Object.keys(parts).length === 0 ? undefined : addressStep(reading);
}

/** All parts of the address named since the change was first asked for. */
export function addressStep(reading: Reading): Step {
  const own = requestsOf(reading).find((request) => request.topic === 'address');
  const parts = [addressParts(own?.words ?? reading.raw, partsAsked(lastSaid(reading)))];
  for (let place = 0; place + 1 < reading.earlier.length; place += 2) {
    const ours = reading.earlier[place];
    const theirs = reading.earlier[place + 1];
    const about =
      ours?.role === 'assistant' && (partsAsked(ours.text).length > 0 || (place === 0 && proposesAddress(reading)));
    if (!about || theirs?.role !== 'user') break;
    const before = reading.earlier[place + 2];
    const asked = before?.role === 'assistant' ? partsAsked(before.text) : [];
    const request = requestsIn(theirs.text).find(({ topic }) => topic === 'address');
    parts.unshift(addressParts(request?.topic === 'address' ? request.words : theirs.text, asked));
    if (request !== undefined && asked.length === 0) break;
  }
  return { call: { name: 'update_address', input: { ...mergedParts(parts) } } };
}

export function rememberStep(fact: string): Step {
  if (fact === '') return { say: ASK.fact };
  return fact.length > LONGEST_MEMORY ? { say: ASK.shorterFact } : { call: { name: 'remember', input: { fact } } };
}

export function forgetStep(wish: ForgetWish, reading: Reading): Step {
  const forget = (input: JsonObject): Step => ({ call: { name: 'forget', input } });
  const said = lastSaid(reading);
  if ('all' in wish) return forget({ all: true });
  if ('words' in wish) return forget({ words: wish.words });
  if ('number' in wish) {
    const text = listedMemories(said)[wish.number - 1];
    return text === undefined ? { call: { name: 'list_memories', input: {} } } : forget({ words: text });
  }
  const listed = listedMemories(said);
  const meant = lastMemory(said) ?? (listed.length === 1 ? listed[0] : undefined);
  return meant === undefined ? { say: ASK.forget } : forget({ words: meant });
}
