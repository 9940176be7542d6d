/** What the supervisor does without a language model: find the specialists a message is for. */
import { SPECIALIST_NAMES, SPECIALISTS, type SpecialistName } from '@deskfleet/shared/fleet.ts';
import { readConsent } from '@deskfleet/shared/conversation/consent.ts';
import type { HandoffReason } from '@deskfleet/shared/conversation/handoff.ts';
import { isJsonObject, type JsonObject } from '@deskfleet/shared/json.ts';
import { decisions, defineRulebook, textOf, type Step } from '@deskfleet/shared/rulebook/engine.ts';
import { plain, type Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { clauses, leans } from './rulebook/clauses.ts';
import { askedWho, gatheredIdentity, identityIn, saysIdentity, withoutSaid } from './rulebook/identity-words.ts';
import { signsIn } from './rulebook/routing-words.ts';

interface Part {
  readonly agent: SpecialistName;
  readonly request: string;
}

export const rulebook = defineRulebook({
  agent: 'supervisor',
  // An open proposal belongs to the specialist that made it, never to the supervisor.
  intents: [{ name: 'route', score: () => 1, step: (reading) => step(reading) }],
  tell: { identify_customer: (found, reading) => goOn(found, reading) },
  otherwise: (reading) => step(reading),
});

function step(reading: Reading): Step {
  const answering = answersQuote(reading);
  if (answering.length > 0) return delegations(answering.map((agent) => ({ agent, request: reading.raw })));
  const identification = identify(reading);
  if (identification) return identification;
  if (HUMAN.test(reading.text)) return handOff('asked');
  const asking = answersQuestion(reading);
  if (asking) return delegations([{ agent: asking, request: reading.raw }]);
  const small = smallTalk(reading.text);
  if (small !== undefined) return { say: small };
  const parts = split(reading.raw);
  if (parts.length > 0) return delegations(parts);
  const follow = followUp(reading);
  if (follow) return delegations([{ agent: follow, request: reading.raw }]);
  // Twice not understood is enough: somebody else should look at it.
  const again = reading.earlier[0]?.text === plain(MENU) && readConsent(reading.raw) === 'unclear';
  return again ? handOff('not_understood') : { say: MENU };
}

function handOff(reason: HandoffReason): Step {
  return { call: { name: 'hand_off_to_human', input: { reason } } };
}

function delegations(parts: readonly Part[]): Step {
  return { call: parts.map(({ agent, request }) => ({ name: 'delegate', input: { agent, request } })) };
}

/** A yes or no goes to whoever asked; where several did, to those whose proposals are meant. */
function answersQuote(reading: Reading): readonly SpecialistName[] {
  const meant = decisions(reading).map(({ quote }) => quote.agent);
  return SPECIALIST_NAMES.filter((name) => meant.includes(name));
}

/** Whose open question this message answers: one without a subject of its own, or with theirs. */
function answersQuestion(reading: Reading): SpecialistName | undefined {
  const asking = reading.context.open_question;
  if (asking === null || smallTalk(reading.text) !== undefined) return undefined;
  // A number in an answer is a house, a year or an amount, unless it is said to be an order.
  const said = reading.raw.replaceAll(/(?<!(?:order|#|number|no\.?)\s?)\b\d[\d.,-]*\b/giu, ' ');
  return split(said).every(({ agent }) => agent === asking) ? asking : undefined;
}

/** What a visitor says of who they are, when the shop allows that; undefined when the message says nothing of it. */
function identify(reading: Reading): Step | undefined {
  if (!reading.context.may_identify) return undefined;
  const { now, all } = gatheredIdentity(reading);
  if (!saysIdentity(now)) return undefined;
  if (now.email !== undefined) return { call: { name: 'identify_customer', input: { email: now.email } } };
  if (all.name !== undefined && all.zip !== undefined) {
    const { first, last } = all.name;
    return {
      call: {
        name: 'identify_customer',
        input: { first_name: first, last_name: last, postal_code: all.zip },
      },
    };
  }
  const [last] = reading.earlier;
  const asked = last?.role === 'assistant' && askedWho(last.text);
  if (now.name !== undefined && (asked || needsAccount(reading.raw))) {
    return {
      say: `Thank you, ${now.name.first}. To find your account I also need your zip code, or the e-mail address of your account.`,
    };
  }
  // Somebody may ask about a place by its zip code; that is no answer to us.
  return asked && now.zip !== undefined && split(withoutSaid(reading.raw, now)).length === 0
    ? { say: 'Thank you. I also need your first and last name, or the e-mail address of your account.' }
    : undefined;
}

/** Whether nothing else but the account can be meant: a name alone, or a request about the customer's own things. */
function needsAccount(raw: string): boolean {
  const parts = split(withoutIdentity(raw));
  return parts.length === 0 || parts.some(({ agent }) => agent === 'order-management' || agent === 'personalization');
}

/** Now that it is known who asks: on with the rest of the message, or with what was asked before. */
function goOn(found: JsonObject, reading: Reading): Step {
  const parts = split(withoutIdentity(reading.raw, askedWho(reading.earlier[0]?.text ?? '')));
  if (parts.length > 0) return delegations(parts);
  const pending = pendingRequest(reading);
  const before = pending === undefined ? [] : split(pending);
  if (before.length > 0) return delegations(before);
  const customer = found['customer'];
  const name = isJsonObject(customer) ? customer['first_name'] : '';
  return { say: `Thank you, ${textOf(name)}. I have found your account. What can I do for you?` };
}

/** The sentences that say more than who somebody is. @param asked whether they answer our question */
function withoutIdentity(raw: string, asked = false): string {
  return clauses(raw)
    .filter((clause) => {
      const said = identityIn(clause, asked);
      return !saysIdentity(said) || best(plain(withoutSaid(clause, said))) !== undefined;
    })
    .filter((clause) => !GREETING.test(plain(clause)))
    .join(' ');
}

/** What was asked before we wanted to know who asks. */
function pendingRequest(reading: Reading): string | undefined {
  for (let place = 0; place + 1 < reading.earlier.length; place += 2) {
    const [answer, question] = reading.earlier.slice(place, place + 2);
    if (answer?.role !== 'assistant' || question?.role !== 'user' || !askedWho(answer.text)) return undefined;
    const rest = withoutIdentity(question.raw, askedWho(reading.earlier[place + 2]?.text ?? ''));
    if (split(rest).length > 0) return rest;
  }
  return undefined;
}

/** The requests of a message, each with the specialist it speaks for; requests for the same one stay together. */
function split(raw: string): Part[] {
  const parts: { agent: SpecialistName; request: string; leans: boolean }[] = [];
  for (const clause of clauses(raw)) {
    const agent = best(plain(clause)) ?? parts.at(-1)?.agent;
    if (agent === undefined) continue;
    const known = parts.find((part) => part.agent === agent);
    if (known) known.request += ` ${clause}`;
    else parts.push({ agent, request: clause, leans: leans(clause) && parts.length > 0 });
  }
  if (parts.length === 0) return [];
  if (parts.length === 1) return parts.map(({ agent }) => ({ agent, request: raw }));
  return parts.map(({ agent, request, leans: needsAll }) => ({ agent, request: needsAll ? raw : request }));
}

/** The weakest sign that is not enough on its own: "I need …" could be anything. */
const FAINT = 1;

function best(text: string): SpecialistName | undefined {
  const scored = SPECIALIST_NAMES.map((agent) => ({ agent, score: signsIn(text, agent) })).filter(
    ({ score }) => score > FAINT,
  );
  const top = Math.max(0, ...scored.map(({ score }) => score));
  return scored.find(({ score }) => score === top)?.agent;
}

/** A short message without a subject of its own continues with the specialist that spoke last. */
function followUp(reading: Reading): SpecialistName | undefined {
  return reading.context.last_agent ?? undefined;
}

const GREETING = /^(hi|hello|hey|hiya|good (morning|afternoon|evening|day)|greetings|howdy)\b[\s\w,!.]{0,20}$/u;
const THANKS = /^(thanks?|thank you|thx|cheers|great|perfect|awesome|ok thanks|that('s| is) all)\b[\s\w,!.']{0,40}$/u;
const GOODBYE = /^(bye|goodbye|see you|good night)\b[\s\w,!.]{0,20}$/u;
const ABILITIES = /\b(what can you do|how can you help|who are you|what do you do|help me\??$|^help\??$)/u;

const MENU = `I can help with:\n${SPECIALISTS.map(({ title, description }) => `- ${title}: ${description}`).join('\n')}\nWhat is it about?`;

const HUMAN =
  /\b(talk|speak|chat|connect me|put me through|transfer me|get me) (to|with) (a |an |the |some ?one |some )?(\w+ )?(human|person|someone|agent|representative|rep|operator|colleague|employee|manager|supervisor|staff)\b|\b(human|real person|live agent)( please)?\W*$/u;

function smallTalk(text: string): string | undefined {
  if (SPECIALIST_NAMES.some((agent) => signsIn(text, agent) > FAINT)) return undefined;
  if (ABILITIES.test(text)) return MENU;
  if (GREETING.test(text))
    return 'Hello! How can I help you today? I can look up orders, find products, show your account, and help with products that do not work.';
  if (THANKS.test(text)) return 'You are welcome! Is there anything else I can do for you?';
  if (GOODBYE.test(text)) return 'Goodbye, and thank you for stopping by!';
  return undefined;
}
