/** What the supervisor answers by itself. */
import { SPECIALIST_NAMES, SPECIALISTS } from '@deskfleet/shared/fleet.ts';
import { signsIn } from './routing-words.ts';

export const GREETING = /^(hi|hello|hey|hiya|good (morning|afternoon|evening|day)|greetings|howdy)\b[\s\w,!.]{0,20}$/u;
const THANKS = /^(thanks?|thank you|thx|cheers|great|perfect|awesome|ok thanks|that('s| is) all)\b[\s\w,!.']{0,40}$/u;
const GOODBYE = /^(bye|goodbye|see you|good night)\b[\s\w,!.]{0,20}$/u;
const ABILITIES = /\b(what can you do|how can you help|who are you|what do you do|help me\??$|^help\??$)/u;

/** A sign that is not enough on its own: "I need …" could be anything. */
const FAINT = 1;

export const MENU = `I can help with:\n${SPECIALISTS.map(({ title, description }) => `- ${title}: ${description}`).join('\n')}\nWhat is it about?`;

/** Words that ask for a person beyond doubt; the classifier knows the others. */
export const HUMAN =
  /\b(talk|speak|chat|connect me|put me through|transfer me|get me) (to|with) (a |an |the |some ?one |some )?(\w+ )?(human|person|someone|agent|representative|rep|operator|colleague|employee|manager|supervisor|staff)\b|\b(human|real person|live agent)( please)?\W*$/u;

export function smallTalk(text: string): string | undefined {
  if (SPECIALIST_NAMES.some((agent) => signsIn(text, agent) > FAINT)) return undefined;
  if (ABILITIES.test(text)) return MENU;
  if (GREETING.test(text))
    return 'Hello! How can I help you today? I can look up orders, find products, show your account, and help with products that do not work.';
  if (THANKS.test(text)) return 'You are welcome! Is there anything else I can do for you?';
  if (GOODBYE.test(text)) return 'Goodbye, and thank you for stopping by!';
  return undefined;
}
