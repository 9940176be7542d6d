/** Personal data that got into a log line by way of an error or a name is masked before the line is written. Pure. */
const EMAIL = /[\p{L}\d._%+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/gu;
/** Not inside a word: an id of ours may end in as many digits. */
const CARD = /(?<![\w.-])\d(?:[ -]?\d){12,18}(?![\w.-])/gu;
/** Written as telephone numbers are: with a plus, or in groups. Plain runs of digits are ids, times and amounts. */
const PHONE =
  /(?<![\w.:-])(?:\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d(?:[ .-]?\d){6,11}|\(\d{3}\) ?\d{3}-\d{4}|\d{3}-\d{3}-\d{4})(?![\w-])/gu;
const TOKEN = /\beyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*/gu;

export function masked(text: string): string {
  return text
    .replaceAll(TOKEN, '[token]')
    .replaceAll(EMAIL, '[e-mail]')
    .replaceAll(CARD, (digits) => (isCardNumber(digits) ? '[card]' : digits))
    .replaceAll(PHONE, '[phone]');
}

/** The check digit of payment cards (Luhn), so that ids of the same length stay readable. */
function isCardNumber(text: string): boolean {
  const digits = Array.from(text.replaceAll(/\D/gu, ''), Number).reverse();
  const sum = digits.reduce((total, digit, place) => {
    const doubled = place % 2 === 1 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

/** Every text in a value, at any depth; keys stay as they are. */
export function maskedDeep(value: unknown): unknown {
  if (typeof value === 'string') return masked(value);
  if (Array.isArray(value)) return value.map(maskedDeep);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, maskedDeep(member)]));
}
