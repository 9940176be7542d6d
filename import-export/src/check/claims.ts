/** What a row says about other rows: that they exist, and whose they are. */
import type { Place } from '../read/place.ts';
import { keyOf, TABLES, type Path, type TableName, type TableRow } from '../tables.ts';

/** Whose a row is: the value of its table's owner column; null where a table has none. Undefined: no such row. */
export type OwnerOf = (table: TableName, id: string) => string | null | undefined;

export interface Claim {
  readonly place: Place;
  readonly path: Path;
  readonly table: TableName;
  readonly id: string;
  /** The row has to belong to this one… */
  readonly owner?: string;
  /** …or to the one that this row belongs to. */
  readonly sameOwnerAs?: readonly [TableName, string];
  /** `id` is a line number of the order of this shipment. */
  readonly ofShipment?: string;
}

const NOUNS: Readonly<Partial<Record<TableName, string>>> = {
  products: 'product',
  variants: 'variant',
  customers: 'customer',
  addresses: 'address',
  payment_methods: 'payment method',
  orders: 'order',
  shipments: 'shipment',
};
export const noun = (table: TableName): string => NOUNS[table] ?? 'row';

export function claimsOf({ table, values, path }: TableRow, place: Place): readonly Claim[] {
  const claims: Claim[] = [];
  const text = (column: string): string | undefined => {
    const value = values[column];
    return typeof value === 'string' ? value : undefined;
  };
  for (const [column, referred] of Object.entries(TABLES[table].references ?? {})) {
    const id = text(column);
    if (id !== undefined) claims.push({ place, path: [...path, column], table: referred, id });
  }
  const claim = (column: string, more: Omit<Claim, 'place' | 'path'>): void => {
    claims.push({ place, path: [...path, column], ...more });
  };
  if (table === 'customers' && text('default_address_id') !== undefined)
    claim('default_address_id', { table: 'addresses', id: text('default_address_id') ?? '', owner: text('id') ?? '' });
  if (table === 'order_lines' && text('product_id') !== undefined)
    claim('product_id', { table: 'variants', id: text('variant_id') ?? '', owner: text('product_id') ?? '' });
  if (table === 'payments') {
    const sameOwnerAs = ['orders', text('order_id') ?? ''] as const;
    claim('payment_method_id', { table: 'payment_methods', id: text('payment_method_id') ?? '', sameOwnerAs });
  }
  if (table === 'shipment_lines') {
    const ofShipment = text('shipment_id') ?? '';
    claim('line_no', { table: 'order_lines', id: String(values['line_no']), ofShipment });
  }
  return claims;
}

/** The rows that have to be looked at to judge a claim, as far as is known yet. */
export function rowsNeeded(claim: Claim, ownerOf: OwnerOf): readonly (readonly [TableName, string])[] {
  if (claim.ofShipment !== undefined) {
    const order = ownerOf('shipments', claim.ofShipment);
    return [
      ['shipments', claim.ofShipment],
      ...(order === undefined || order === null ? [] : ([['order_lines', keyOf(order, claim.id)]] as const)),
    ];
  }
  return [[claim.table, claim.id], ...(claim.sameOwnerAs === undefined ? [] : [claim.sameOwnerAs])];
}

/** @returns what is wrong, or undefined. */
export function judge(claim: Claim, ownerOf: OwnerOf): string | undefined {
  if (claim.ofShipment !== undefined) {
    const order = ownerOf('shipments', claim.ofShipment);
    // A shipment that does not exist is complained about by a claim of its own.
    if (order === undefined || order === null || ownerOf('order_lines', keyOf(order, claim.id)) !== undefined)
      return undefined;
    return `is ${claim.id}, but order ${shown(order)} has no such line`;
  }
  const owner = ownerOf(claim.table, claim.id);
  const expected = claim.sameOwnerAs === undefined ? claim.owner : ownerOf(...claim.sameOwnerAs);
  const isAboutOwner = claim.owner !== undefined || claim.sameOwnerAs !== undefined;
  if (owner === undefined) {
    // Complained about once, by the claim that it exists.
    if (isAboutOwner && claim.table !== 'addresses') return undefined;
    return `is ${shown(claim.id)}, but there is no such ${noun(claim.table)} in the files or in the shop`;
  }
  // Null: nobody's, as of a record that is wrong itself.
  if (!isAboutOwner || expected === undefined || expected === null || owner === null || owner === expected)
    return undefined;
  const whose = noun(ownerTable(claim.table));
  return `is ${shown(claim.id)}, which belongs to ${whose} ${shown(owner)} and not to ${shown(expected)}`;
}

function ownerTable(table: TableName): TableName {
  return TABLES[table].references?.[TABLES[table].owner ?? ''] ?? table;
}

export const shown = (id: string): string => JSON.stringify(id);
