/** Who may ask to hear about which variant: only one that is sold out, once each. */

export interface NotifiableVariant {
  readonly id: string;
  /** "red, 46 mm"; empty when the product comes in one form. */
  readonly options_text: string;
  readonly on_hand: number;
  /** The customer waits for it already. */
  readonly waiting: boolean;
}

export type Notifiable<T> =
  { readonly ok: true; readonly variant: T } | { readonly ok: false; readonly code: string; readonly message: string };

/** @param matching those of `all` that have the options asked for; `asked` are the options in words. */
export function variantToWatch<T extends NotifiableVariant>(
  product: string,
  all: readonly T[],
  matching: readonly T[],
  asked: string,
): Notifiable<T> {
  if (all.length === 0) return no('not_on_sale', `The ${product} is not on sale at the moment.`);
  if (matching.length === 0) {
    return no('no_such_variant', `The shop does not have the ${product} in ${asked}. It comes as: ${named(all)}.`);
  }
  const gone = matching.filter(({ on_hand }) => on_hand <= 0);
  if (gone.length === 0) {
    return no(
      'in_stock',
      `The ${product}${asked === '' ? '' : ` in ${asked}`} is in stock now, so there is nothing to wait for.`,
    );
  }
  const open = gone.filter(({ waiting }) => !waiting);
  const [first, ...more] = open;
  if (first === undefined) {
    return no('already_waiting', `You are on the list for the ${product} (${named(gone)}) already.`);
  }
  if (more.length > 0) {
    return no(
      'which_variant',
      `Several variants of the ${product} are sold out: ${named(open)}. Which one shall I watch for you?`,
    );
  }
  return { ok: true, variant: first };
}

function named(variants: readonly NotifiableVariant[]): string {
  return variants.map(({ options_text }) => options_text || 'one form only').join('; ');
}

function no(code: string, message: string): { readonly ok: false; readonly code: string; readonly message: string } {
  return { ok: false, code, message };
}
