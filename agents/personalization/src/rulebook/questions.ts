/** What a text asks to be told about the account. */
import type { Reading } from '@deskfleet/shared/rulebook/reading.ts';

export const ASPECTS = [
  'name',
  'email',
  'phone',
  'address',
  'tier',
  'newsletter',
  'payment',
  'gift_card',
  'preferences',
  'member_since',
] as const;
export type Aspect = (typeof ASPECTS)[number];

const ASKS: Readonly<Record<Aspect, RegExp>> = {
  name: /\b(?:my|first|last|full) name\b|\bwho am i\b/u,
  email: /\be-?mails?\b(?!.{0,15}\bnewsletter)/u,
  phone: /\b(?:phone|telephone|mobile|cell) (?:number|no)\b|\bmy (?:phone|telephone)\b|\breach me\b/u,
  address:
    /(?<!\be-?mail )\baddress(?:es)?\b|\bwhere do i live\b|\bwhere (?:do|will|would) you (?:ship|send|deliver)\b|\b(?:zip|postal|post) ?code\b/u,
  tier: /\btier\b|\bmembership\b|\bloyalty\b|\b(?:membership|member|status) (?:level|status|tier)\b|\bwhat level\b|\bmy (?:level|status)\b|\b(?:gold|silver|bronze|platinum)\b/u,
  newsletter: /\bnewsletters?\b|\bmarketing (?:e-?)?mails?\b|\bmailing list\b|\bsubscribed\b/u,
  payment:
    /\bpayments?\b|\b(?:credit|debit|bank|saved|stored|my|which|what) cards?\b|\bcards? (?:do|are|is|on|you)\b|\bpaypal\b|\bvisa\b|\bmastercard\b|\bamex\b|\bamerican express\b|\bways? (?:of paying|to pay)\b|\bhow (?:do|can) i pay\b/u,
  gift_card: /\bgift ?cards?\b|\bvouchers?\b|\bbalance\b|\bstore credit\b/u,
  preferences:
    /\bpreferences?\b|\bprefer(?:red)?\b|\bfavou?rites?\b|\bmy (?:settings|interests|taste|budget)\b|\bwhat (?:do )?i like\b|\bcontact (?:channel|me)\b/u,
  member_since:
    /\bmember since\b|\bhow long\b.{0,30}\b(?:member|customer|account|been with)\b|\bwhen did i (?:join|sign up|register|open|create|become)\b|\b(?:joined|registered|signed up)\b/u,
};

const PROFILE =
  /\bprofiles?\b|\bmy (?:account|details|data|info|information)\b|\b(?:what|everything|all) (?:do )?you (?:know|have|store|stored)\b|\babout me\b|\baccount (?:details|info|information|overview|summary)\b|\bpersonal (?:data|details|information)\b/u;
const BROWSING =
  /\bbrows\w*\b|\blook(?:ed|ing)? (?:at|up)\b|\b(?:recently|last|lately) (?:viewed|seen|visited|looked)\b|\bview(?:ed|ing)\b|\b(?:wish ?list|cart|basket)\b|\bi (?:was|have been|'ve been) (?:looking|checking|viewing|browsing|comparing)\b|\bvisit(?:ed|s)?\b|\bchecked out\b|\bwhat (?:did|have) i (?:see|seen|view|compare|check)\w*\b|\binterested me\b|\bhistory\b/u;
/** What somebody bought is another specialist's. */
const ORDERS = /\b(?:order|purchase|buying)s? history\b|\bhistory of (?:my )?orders\b/u;

/** The aspects of the profile a text asks about; all of them for "my profile". Empty when none. */
export function aspectsIn(text: string): readonly Aspect[] {
  const named = ASPECTS.filter((aspect) => ASKS[aspect].test(text));
  // A question about gift cards alone is not one about all ways of payment.
  const asked =
    named.includes('gift_card') && !/\bpayments?\b|\bcredit cards?\b|\bpaypal\b/u.test(text)
      ? named.filter((aspect) => aspect !== 'payment')
      : named;
  return asked.length === 0 && PROFILE.test(text) && !asksBrowsing(text) ? ASPECTS : asked;
}

export function asksBrowsing(text: string): boolean {
  return BROWSING.test(text) && !ORDERS.test(text);
}

const MORE =
  /^(?:and |please |can you |could you |show |me |tell |go on|the |some |any )*(?:more|next|older|earlier|rest|continue|go on)\b/u;
const SHOWN = /visits? (\d+) to (\d+) of (\d+)/u;

/** Where the next page of the browsing history begins, when the customer asks for more right after a page. */
export function nextVisits(reading: Reading): number | undefined {
  const last = reading.earlier[0];
  const shown = last?.role === 'assistant' && MORE.test(reading.text) ? SHOWN.exec(last.text) : null;
  return shown === null ? undefined : Number(shown[2]);
}
