/** "Tell me when the blue one is back": watching what is sold out, and no longer watching it. */
import type { JsonObject } from '@deskfleet/shared/json.ts';
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { wordsIn } from '../words/search-words.ts';
import { lastProduct } from './mentioned.ts';
import { phraseIn } from './phrase.ts';
import { ASK, productOf, withOptions, type Request, type Wish } from './request.ts';
import { listed, objects, shown, texts } from './words.ts';

const BACK = String.raw`\b(?:(?:back|in stock|available|again|re-?stock\w*|you (?:have|get) (?:it|them|some|more|one))\b|(?:it|they)(?:'s|'re| is| are)(?=\W*$))`;
const TELLS = String.raw`(?:notify|alert|inform|remind|ping|text|message|e-?mail|write(?: to)?|tell|warn)\s+me|let me know|(?:send|drop|give|shoot) me (?:an? )?(?:\w+ )?(?:e-?mail|mail|message|note|alert|notification|heads[- ]up|shout|line)|(?:want|like|love) to (?:know|hear|be (?:told|notified|informed|alerted|e-?mailed))`;
const NOTIFY = new RegExp(
  String.raw`\b(?:${TELLS})\b.*\b(?:when|once|as soon as|if|the moment|after)\b.*${BACK}|\b(?:when|once|as soon as|if)\b.*${BACK}.*\b(?:${TELLS})\b` +
    String.raw`|\b(?:put|add|sign|place) me (?:down |up )?(?:on|to|for) (?:the |a |your )?(?:waiting list|wait ?list|list|stock alerts?)\b|\b(?:stock|restock|back[- ]in[- ]stock) (?:alert|notification|e-?mail)s?\b|\bwatch (?:it|this|that|the .*) for me\b`,
  'u',
);
/** "Can you tell me when it will be back?" asks for a day. */
const ASKS_DAY = /\btell me when\b.*\b(?:will|would|might|going to|expected?|comes?)\b/u;

export function asksToBeTold(clause: string): boolean {
  return NOTIFY.test(clause) && !ASKS_DAY.test(clause) && !asksToStop(clause);
}

const STOP = new RegExp(
  String.raw`\b(?:stop|cancel|remove|delete|end|turn off|take me off|unsubscribe|no longer|don't|do not|need not|won't)\b.*(?:\b(?:notif\w*|alerts?|waiting list|wait ?list|telling me|e-?mailing me|watching|waiting)\b|\b(?:${TELLS})\b.*${BACK})`,
  'u',
);

/** "Take me off the waiting list for the red one". */
export function asksToStop(text: string): boolean {
  return STOP.test(text);
}

const LISTS =
  /\b(?:what|which|show|list|see)\b.*\b(?:waiting for|waiting list|wait ?list|(?:stock )?(?:alerts|notifications)|watching for me)\b|\bam i (?:on|waiting)\b.*\b(?:list|for)\b/u;

export function asksWhatIsWatched(clause: string): boolean {
  return LISTS.test(clause);
}

export function watchIn(clause: string, reading: Reading, before: Request | undefined): Wish {
  const { name, options } = phraseIn(clause.replaceAll(FILL, ' '));
  const said = productOf(before);
  const product = name ?? said ?? lastProduct(reading, clause);
  // "Is it there in red? If not, tell me when it is." means the red one.
  const meant =
    options.length === 0 && name === undefined && said !== undefined ? texts(before?.input['options']) : options;
  return product === undefined
    ? { ask: ASK.notify }
    : { tool: 'notify_when_in_stock', input: withOptions(product, meant) };
}

/** Words of the request that name no product. */
const FILL =
  /\b(?:notify|alert|alerts|inform|remind|ping|text|message|e-?mail|write|warn|when|once|soon|moment|back|notification|notifications|waiting|wait ?list|list|heads[- ]up|drop|shout|line|sign|add|place|note|told|notified|informed|alerted|e-?mailed|hear|know|again|send)\b/gu;

/** Which of the watched variants a text means; all of them when it names none. */
export function meantNotifications(text: string, notifications: readonly JsonObject[]): readonly JsonObject[] {
  const words = new Set(wordsIn(text));
  const points = (notification: JsonObject): number => {
    const id = shown(notification['product_id']);
    const own = wordsIn(`${shown(notification['name'])} ${shown(notification['options_text'])}`);
    return (words.has(id) ? 10 : 0) + own.filter((word) => words.has(word)).length;
  };
  const best = Math.max(0, ...notifications.map(points));
  return notifications.filter((notification) => points(notification) === best);
}

export function tellNotifications(
  result: JsonObject,
  text: string,
): string | { readonly call: { name: string; input: JsonObject } } {
  const notifications = objects(result['notifications']);
  if (notifications.length === 0) return 'You are not waiting for anything to come back in stock.';
  if (!asksToStop(text)) {
    const more =
      result['more'] === undefined ? '' : ` These are the latest ${notifications.length} of ${shown(result['total'])}.`;
    return `You will get an e-mail when these are back in stock:\n${notifications.map((one) => `- ${watched(one)}`).join('\n')}${more}`;
  }
  const meant = meantNotifications(text, notifications);
  const [only, ...others] = meant;
  if (only !== undefined && others.length === 0) {
    return { call: { name: 'cancel_stock_notification', input: { notification_id: shown(only['notification_id']) } } };
  }
  return `You are waiting for ${listed(meant.map(watched))}. Which one shall I take off the list?`;
}

function watched(notification: JsonObject): string {
  const options = shown(notification['options_text']);
  const back = notification['in_stock'] === true ? ' (back in stock now)' : '';
  return `${shown(notification['name'])} (${shown(notification['product_id'])})${options === '' ? '' : ` in ${options}`}${back}`;
}
