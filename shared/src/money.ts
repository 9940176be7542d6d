/** Money as people read it. Amounts are whole numbers of the currency's smallest unit everywhere else. */

/** An alias and no interface: only aliases count as JSON objects. */
type Money = Readonly<{ cents: number; text: string }>;

const formats = new Map<string, Intl.NumberFormat>();

function formatOf(currency: string): Intl.NumberFormat {
  const known = formats.get(currency);
  if (known) return known;
  const made = new Intl.NumberFormat('en-US', { style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
  formats.set(currency, made);
  return made;
}

/**
 * "$1,234.50" from 123450 and "USD". `cents` counts the currency's smallest unit, so JPY has no decimals.
 * @param currency ISO 4217 code in capitals, as in `tenants.currency`.
 * @throws {RangeError} when `cents` is no safe integer or `currency` is no code of three letters.
 */
export function formatMoney(cents: number, currency: string): string {
  if (!Number.isSafeInteger(cents))
    throw new RangeError(`formatMoney() takes a whole number of the smallest unit, not ${String(cents)}.`);
  const format = formatOf(currency);
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(cents / 10 ** digits).replaceAll(/\s/gu, ' ');
}

/** An amount as tools report it: the number to reckon with and the words to show. */
export function money(cents: number, currency: string): Money {
  return { cents, text: formatMoney(cents, currency) };
}
