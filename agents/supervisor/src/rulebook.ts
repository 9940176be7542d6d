/** What the supervisor does without a language model: find the specialists a message is for. */
import { SPECIALIST_NAMES, SPECIALISTS, type SpecialistName } from '@deskfleet/shared/fleet.ts';
import { readConsent } from '@deskfleet/shared/conversation/consent.ts';
import { defineRulebook, type Step } from '@deskfleet/shared/rulebook/engine.ts';
import { plain, type Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { clauses, leans } from './rulebook/clauses.ts';
import { signsIn } from './rulebook/routing-words.ts';

interface Part {
  readonly agent: SpecialistName;
  readonly request: string;
}

export const rulebook = defineRulebook({
  agent: 'supervisor',
  // An open proposal belongs to the specialist that made it, never to the supervisor.
  intents: [{ name: 'route', score: () => 1, step: (reading) => step(reading) }],
  tell: {},
  otherwise: (reading) => step(reading),
});

function step(reading: Reading): Step {
  const answering = answersQuote(reading);
  if (answering) return delegations([{ agent: answering, request: reading.raw }]);
  const small = smallTalk(reading.text);
  if (small !== undefined) return { say: small };
  const parts = split(reading);
  if (parts.length > 0) return delegations(parts);
  const follow = followUp(reading);
  return follow ? delegations([{ agent: follow, request: reading.raw }]) : { say: MENU };
}

function delegations(parts: readonly Part[]): Step {
  return { call: parts.map(({ agent, request }) => ({ name: 'delegate', input: { agent, request } })) };
}

/** A plain yes or no goes to whoever asked. */
function answersQuote(reading: Reading): SpecialistName | undefined {
  const open = reading.context.open_quotes.at(-1);
  if (!open || readConsent(reading.raw) === 'unclear') return undefined;
  return open.agent;
}

/** The requests of a message, each with the specialist it speaks for; requests for the same one stay together. */
function split(reading: Reading): Part[] {
  const parts: { agent: SpecialistName; request: string; leans: boolean }[] = [];
  for (const clause of clauses(reading.raw)) {
    const agent = best(plain(clause)) ?? parts.at(-1)?.agent;
    if (agent === undefined) continue;
    const known = parts.find((part) => part.agent === agent);
    if (known) known.request += ` ${clause}`;
    else parts.push({ agent, request: clause, leans: leans(clause) && parts.length > 0 });
  }
  if (parts.length === 0) return [];
  if (parts.length === 1) return parts.map(({ agent }) => ({ agent, request: reading.raw }));
  return parts.map(({ agent, request, leans: needsAll }) => ({ agent, request: needsAll ? reading.raw : request }));
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
const NO_HUMAN =
  'I cannot bring a person into this chat yet. Tell me what it is about, and I will do what I can: orders, products, your account, or a product that does not work.';

function smallTalk(text: string): string | undefined {
  if (HUMAN.test(text)) return NO_HUMAN;
  if (SPECIALIST_NAMES.some((agent) => signsIn(text, agent) > FAINT)) return undefined;
  if (ABILITIES.test(text)) return MENU;
  if (GREETING.test(text))
    return 'Hello! How can I help you today? I can look up orders, find products, show your account, and help with products that do not work.';
  if (THANKS.test(text)) return 'You are welcome! Is there anything else I can do for you?';
  if (GOODBYE.test(text)) return 'Goodbye, and thank you for stopping by!';
  return undefined;
}
