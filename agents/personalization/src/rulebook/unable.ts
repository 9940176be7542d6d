/** What customers ask of this agent that it has no tool for. It says so instead of answering something else. */

interface Unable {
  readonly asks: RegExp;
  readonly say: string;
}

const CANNOT = 'I cannot do that here';
const CHANGE = String.raw`\b(?:chang(?:e|ing)|updat(?:e|ing)|correct|fix|edit|modify|set|add(?:ing)?|remov(?:e|ing)|delet(?:e|ing)|replac(?:e|ing)|switch|use)\b`;

const UNABLE: readonly Unable[] = [
  {
    asks: /\b(?:delet\w*|remov\w*|erase|clear|wipe)\b.{0,25}\b(?:brows\w*|history)\b/u,
    say: `${CANNOT}: I cannot delete your browsing history alone, only everything we hold about you. Say "delete my data" for that.`,
  },
  { asks: /\bpasswords?\b|\btwo[- ]factor\b|\b2fa\b/u, say: `${CANNOT}: I cannot see, reset or change passwords.` },
  {
    asks: new RegExp(
      String.raw`${CHANGE}.{0,40}\baddress\b.{0,40}\b(?:order|parcel|package|[ow]\d{4,})\b|\border\b.{0,30}\baddress\b`,
      'u',
    ),
    say: `${CANNOT}: the address of an order is changed where your orders are looked after. I can change your default address.`,
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
      String.raw`${CHANGE}.{0,40}\b(?:e-?mail|phone|number|name|surname|address|profile|account|details|birthday|tier)\b|\b(?:change|update|correct|fix|edit|modify) (?:it|that|this|them|these)\b`,
      'u',
    ),
    say: `${CANNOT}: I can change your default address, your preferences and the newsletter, but not the other details of your account.`,
  },
  {
    asks: /\bupgrade\b|\b(?:how|when) (?:do|can|will|could) i (?:get|become|reach|earn)\b|\b(?:points|benefits|perks|rewards)\b|\bnext (?:tier|level)\b/u,
    say: `${CANNOT}: I can tell you your loyalty tier, but not what it brings or how to reach another one.`,
  },
];

/** Why nothing is done about what the text asks for; undefined when it asks only for what can be done. */
export function unableIn(text: string): string | undefined {
  return UNABLE.find(({ asks }) => asks.test(text))?.say;
}
