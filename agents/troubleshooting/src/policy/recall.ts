/** When a recall stops troubleshooting. Days are ISO texts, so they compare as text. */

export interface Recall {
  /** Beginnings of the first and the last serial number that are affected; null: all units. */
  readonly serial_from: string | null;
  readonly serial_to: string | null;
  readonly issued_on: string;
  /** Null while it lasts. */
  readonly ended_on: string | null;
}

export type RecallState =
  /** The unit is affected, as far as anybody can tell without its serial number. */
  | 'stop'
  /** This recall is about other serial numbers. */
  | 'not_affected'
  /** Not yet issued, or over. */
  | 'not_in_force';

/**
 * An unknown serial number counts as affected.
 * @param today the shop's ISO day. @param serial as the customer wrote it.
 */
export function recallState(recall: Recall, today: string, serial?: string): RecallState {
  if (today < recall.issued_on || (recall.ended_on !== null && today > recall.ended_on)) return 'not_in_force';
  if (recall.serial_from === null || recall.serial_to === null) return 'stop';
  const given = serialKey(serial ?? '');
  const [from, to] = [serialKey(recall.serial_from), serialKey(recall.serial_to)];
  // Too short to tell, so it counts as affected.
  if (given.length < Math.max(from.length, to.length)) return 'stop';
  return given.slice(0, from.length) >= from && given.slice(0, to.length) <= to ? 'stop' : 'not_affected';
}

/** Letters and digits in capitals: people type serial numbers with blanks and dashes. */
export function serialKey(serial: string): string {
  return serial.toUpperCase().replaceAll(/[^A-Z0-9]/gu, '');
}

/** How a recalled product came into a question. */
export interface RecalledProduct {
  /** By its own name, or as the only product that fits. */
  readonly named: boolean;
  /** Only its kind was named ("my headphones"), and others of that kind fit, too. */
  readonly of_named_kind: boolean;
  readonly owned: boolean;
  /** The words tell of what the recall is about. */
  readonly matched: boolean;
  /** Whether the question names any product at all. */
  readonly some_product_named: boolean;
}

/** A recall concerns a question when its product is named, or when it is the customer's own and may be meant. */
export function concerns({ named, of_named_kind, owned, matched, some_product_named }: RecalledProduct): boolean {
  return named || (owned && (of_named_kind || (matched && !some_product_named)));
}
