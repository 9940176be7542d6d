/** What is known of a table that holds something about customers. */
import { sql, type Sql } from '@deskfleet/shared/database/sql.ts';

/** How a row leads to its customer; the row's table is called `t` in every fragment below. */
export type Link = 'self' | 'customer' | 'order' | 'shipment' | 'return' | 'conversation' | 'own_conversation' | 'turn';

export type Erasure =
  | { readonly how: 'delete' }
  /** The row stays for the books and loses everything that leads to the person. */
  | { readonly how: 'blank'; readonly set: Sql }
  /** Nothing in it is personal once the rows around it are blanked. */
  | { readonly how: 'keep' };

/** Business that needs the person: nothing is erased before it is over. */
export interface Unfinished {
  readonly what: string;
  readonly when: Sql;
  /** What the customer knows it by; left out for what has no name for them. */
  readonly name?: Sql;
}

export interface PersonalTable {
  readonly table: string;
  /** What the customer calls it; also its name in an export and on a receipt. */
  readonly kind: string;
  readonly link: Link;
  /** Fewer rows than the link yields. */
  readonly only?: Sql;
  /** Makes the order of an export: text, unique among the customer's rows. */
  readonly key: Sql;
  /** Columns of an export; none for bookkeeping that says nothing about the person. */
  readonly exported: readonly string[];
  readonly erasure: Erasure;
  readonly unfinished?: Unfinished;
}

export const DELETE: Erasure = { how: 'delete' };
export const KEEP: Erasure = { how: 'keep' };
export const byId = sql`t.id`;
