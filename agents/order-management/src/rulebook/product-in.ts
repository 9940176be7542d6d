/** The product a sentence names, by where its words stand. */
import { wordSet } from '@deskfleet/shared/word-set.ts';

const BEFORE_NOUN = wordSet(`
  my the those these that this a an some any with containing of our about ordered bought
`);
const AFTER_NOUN = wordSet(`
  says said say shows shown marked listed reported stolen never
  arrive arrived arrives arriving come comes came coming been ship shipped ships deliver delivered get gets
  got show showed is are was were be being has have had will would should can could may might do does did with
  from in at on to for of by into until since before after than i i've you we he she they it that which who
  and or but if because so as please yet already now today tomorrow still not late lost delayed ordered bought
  purchased placed made where when how why what my the a an here there again cancel cancelled canceled gone
  going paid cost back into against instead using
`);
/** Words that stand where a product would and name none. */
export const NO_PRODUCT = wordSet(`
  order orders package packages parcel parcels shipment shipments delivery deliveries purchase purchases stuff
  item items thing things last latest recent newest most new status state detail details number id tracking
  track info information carrier courier eta date day time update news total price amount cost money reason
  mistake accident address account shop store way mail post week month year monday tuesday wednesday thursday
  friday saturday sunday yesterday moment minute one ones first second third other same estimated expected
  arrival shipping pending open current own whole entire all hell heck long bit lot while me list history past
  previous this that these those just placed processed line contents content problem question issue help delay
  next old older copy summary overview everything anything something goods products product box system
  customer any some more few couple many much out up left door home house yesterday's weeks days months years
  hours hour ago two three four five six ten half part rest instead office work warehouse company anymore
  missing receipt receipts invoice invoices bill refund return exchange swap replacement friend wrong right
  different another payment method credit debit card gift paypal color colour size version option options
  model variant bigger smaller larger longer supposed ever fee fees label policy refunds returns
`);
const MOST_WORDS = 5;

/** "did my ProMax laptop arrive?" → "promax laptop". */
export function productIn(text: string): string | undefined {
  const words = text.match(/[\p{L}\p{N}][\p{L}\p{N}'-]*/gu) ?? [];
  for (let start = 0; start < words.length; start += 1) {
    if (!BEFORE_NOUN.has(words[start] ?? '')) continue;
    const after = words.slice(start + 1, start + 1 + MOST_WORDS);
    const end = after.findIndex((word) => AFTER_NOUN.has(word));
    const noun = (end < 0 ? after : after.slice(0, end)).filter(
      (word) => !NO_PRODUCT.has(word) && !BEFORE_NOUN.has(word),
    );
    if (noun.length > 0) return noun.join(' ').replace(/'s$/u, '');
  }
  return undefined;
}
