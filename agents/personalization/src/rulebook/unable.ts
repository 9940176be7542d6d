/** What customers ask of this agent that it has no tool for. It says so instead of answering something else. */

interface Unable {
  readonly asks: RegExp;
  readonly say: string;
}

const CANNOT = 'I cannot do that here yet';
const CHANGE = String.raw`\b(?:chang(?:e|ing)|updat(?:e|ing)|correct|fix|edit|modify|set|add(?:ing)?|remov(?:e|ing)|delet(?:e|ing)|replac(?:e|ing)|switch|use)\b`;

export const UNABLE: readonly Unable[] = [
  {
    asks: /\b(?:delet\w*|close|cancel|remov\w*|erase|deactivat\w*)\b.{0,25}\b(?:account|profile|my data|personal data|browsing|history)\b|\b(?:delete|erase|remove) (?:everything|all)\b|\b(?:forget me|right to be forgotten)\b/u,
    say: `${CANNOT}: I cannot delete an account, data or browsing history.`,
  },
  {
    asks: /\b(?:export|download|copy of|send me)\b.{0,25}\b(?:data|information|everything you)\b|\bgdpr\b/u,
    say: `${CANNOT}: I cannot export your data. I can tell you what your profile says.`,
  },
  { asks: /\bpasswords?\b|\btwo[- ]factor\b|\b2fa\b/u, say: `${CANNOT}: I cannot see, reset or change passwords.` },
  {
    asks: new RegExp(
      String.raw`${CHANGE}.{0,40}\baddress(?:es)?\b(?!.{0,5}e-?mail)|\b(?:new|wrong|another|different|incorrect) (?:\w+ )?address\b|\baddress\b.{0,20}\b(?:is wrong|is incorrect|has changed|changed)\b|\bi(?:'ve| have)? (?:just )?moved\b|\bi(?:'m| am) moving\b`,
      'u',
    ),
    say: `${CANNOT}: I cannot change an address. I can tell you which one is stored.`,
  },
  {
    asks: /\b(?:unsubscribe|subscribe|opt (?:me )?(?:out|in)|sign (?:me )?up|stop (?:sending|the|your)|take me off|no more)\b(?:.{0,30}\b(?:newsletters?|e-?mails?|mailings?|list)\b)?|\bnewsletters?\b.{0,20}\b(?:off|stop)\b/u,
    say: `${CANNOT}: I cannot subscribe or unsubscribe you. I can tell you whether you get the newsletter.`,
  },
  {
    asks: new RegExp(
      String.raw`${CHANGE}.{0,40}\b(?:card|cards|paypal|visa|mastercard|amex|american express|payment|bank)\b|\bnew card\b|\bredeem\b|\b(?:top up|load|buy)\b.{0,20}\bgift ?card\b`,
      'u',
    ),
    say: `${CANNOT}: I cannot add, change or remove ways of payment, nor redeem or load gift cards.`,
  },
  {
    asks: new RegExp(
      String.raw`${CHANGE}.{0,40}\b(?:e-?mail|phone|number|name|surname|preferences?|settings?|categor(?:y|ies)|brand|channel|profile|account|details|birthday|tier|newsletter)\b|\b(?:change|update|correct|fix|edit|modify) (?:it|that|this|them|these)\b`,
      'u',
    ),
    say: `${CANNOT}: I cannot change what is stored in your account. I can tell you what it says.`,
  },
  {
    asks: /\bupgrade\b|\b(?:how|when) (?:do|can|will|could) i (?:get|become|reach|earn)\b|\b(?:points|benefits|perks|rewards)\b|\bnext (?:tier|level)\b/u,
    say: `${CANNOT}: I can tell you your loyalty tier, but not what it brings or how to reach another one.`,
  },
];
