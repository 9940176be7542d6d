/**
 * Everything about the files as a whole: duplicates, references, owners, totals. Rows are seen one after the other and only
 * their ids are kept, so that a file may be much larger than the memory.
 */
import { orderKey } from '@deskfleet/shared/order-key.ts';
import { isJsonObject } from '@deskfleet/shared/json.ts';
import { KINDS } from '../format/kinds.ts';
import type { Place } from '../read/place.ts';
import { keyOf, TABLE_NAMES, TABLES, type TableName, type TableRow } from '../tables.ts';
import { claimsOf, judge, noun, rowsNeeded, shown, type Claim, type OwnerOf } from './claims.ts';
import { OrderSums } from './order-sums.ts';
import type { Problems } from './problems.ts';
import type { RecordItem } from './record-rows.ts';
import type { ShopView } from './shop-view.ts';

interface Entry {
  readonly owner: string | null;
  readonly place: Place;
}

/** Another way in which rows must not be alike, such as two spellings of one order id. */
interface Alternate {
  readonly table: 'orders' | 'articles';
  readonly key: string;
  readonly id: string;
  readonly place: Place;
}

export class Checker {
  readonly #problems: Problems;
  readonly #seen = new Map<TableName, Map<string, Entry>>(TABLE_NAMES.map((table) => [table, new Map()]));
  readonly #alternates = new Map<string, Alternate>();
  readonly #claims: Claim[] = [];
  readonly #sums = new OrderSums();
  readonly #inFiles: OwnerOf = (table, id) => this.#seen.get(table)?.get(id)?.owner;

  constructor(problems: Problems) {
    this.#problems = problems;
  }

  see(rows: readonly TableRow[], place: Place): void {
    const claims: Claim[] = [];
    for (const row of rows) {
      this.#remember(row, place);
      this.#sums.see(row, place);
      claims.push(...claimsOf(row, place));
    }
    for (const claim of claims) {
      const known = rowsNeeded(claim, this.#inFiles).every(([table, id]) => this.#inFiles(table, id) !== undefined);
      const problem = known ? judge(claim, this.#inFiles) : undefined;
      if (!known) this.#claims.push(claim);
      else if (problem !== undefined) this.#problems.add(claim.place, claim.path, problem);
    }
  }

  /** What refers to a record that is wrong itself is not complained about too. */
  seeBroken({ kind, value, place }: RecordItem): void {
    const entries = this.#seen.get(KINDS[kind].plural as TableName);
    const id = isJsonObject(value) ? value['id'] : undefined;
    if (typeof id === 'string' && entries?.has(id) === false) entries.set(id, { owner: null, place });
  }

  /** The end of the files: what they do not answer themselves is asked of the shop. */
  async finish(shop: ShopView, refundsAreLimited: boolean): Promise<void> {
    const inShop = await this.#askFor(shop);
    const ownerOf = either(this.#inFiles, inShop);
    for (const claim of this.#claims) {
      const problem = judge(claim, ownerOf);
      if (problem !== undefined) this.#problems.add(claim.place, claim.path, problem);
    }
    await this.#checkOwners(shop);
    await this.#checkAlternates(shop);
    const orders = this.#sums.orders();
    const rest = await shop.orderRests(orders.map(({ id, lineNos, paymentIds }) => ({ id, lineNos, paymentIds })));
    for (const { place, path, message } of this.#sums.problems(rest, refundsAreLimited))
      this.#problems.add(place, path, message);
  }

  #remember({ table, values, path }: TableRow, place: Place): void {
    // At most one inside another record, which is looked at itself.
    if (table === 'stock' || table === 'warranties') return;
    const { key, owner } = TABLES[table];
    const id = keyOf(...key.map((column) => values[column]));
    const entries = this.#seen.get(table);
    const before = entries?.get(id);
    if (before !== undefined) {
      const where = before.place.file === place.file ? '' : `${before.place.file.path}:`;
      const what = key.map((column) => `${column} ${JSON.stringify(values[column])}`).join(', ');
      return this.#problems.add(
        place,
        [...path, key.at(-1) ?? ''],
        `is there twice (${what}); the first is at ${where}${before.place.line}`,
      );
    }
    const ownerId = owner === undefined ? undefined : values[owner];
    entries?.set(id, { owner: typeof ownerId === 'string' ? ownerId : null, place });
    if (table === 'orders') this.#alternate({ table, key: orderKey(id), id, place });
    if (table === 'articles')
      this.#alternate({ table, key: keyOf(values['article_id'], values['section_no']), id, place });
  }

  #alternate(given: Alternate): void {
    const name = keyOf(given.table, given.key);
    const before = this.#alternates.get(name);
    if (before === undefined) this.#alternates.set(name, given);
    else this.#problems.add(given.place, ['id'], alternateProblem(given, before.id));
  }

  /** Two rounds, since the order of a shipment has to be known before its lines can be asked for. */
  async #askFor(shop: ShopView): Promise<OwnerOf> {
    const answers = new Map<TableName, Map<string, string | null>>(TABLE_NAMES.map((table) => [table, new Map()]));
    const inShop: OwnerOf = (table, id) => answers.get(table)?.get(id);
    const known = either(this.#inFiles, inShop);
    for (let round = 1; round <= 2; round += 1) {
      const needed = new Map<TableName, Set<string>>();
      for (const claim of this.#claims)
        for (const [table, id] of rowsNeeded(claim, known)) {
          if (known(table, id) !== undefined) continue;
          const ids = needed.get(table) ?? new Set();
          needed.set(table, ids.add(id));
        }
      for (const [table, ids] of needed)
        for (const [id, owner] of await shop.owners(table, [...ids])) answers.get(table)?.set(id, owner);
    }
    return inShop;
  }

  async #checkOwners(shop: ShopView): Promise<void> {
    for (const table of TABLE_NAMES) {
      const { owner } = TABLES[table];
      const entries = this.#seen.get(table);
      if (owner === undefined || entries === undefined) continue;
      for (const [id, before] of await shop.owners(table, [...entries.keys()])) {
        const now = entries.get(id);
        if (now === undefined || before === null || now.owner === before) continue;
        const message = `says ${shown(now.owner ?? '')}, but ${noun(table)} ${shown(id)} belongs to ${shown(before)} in the shop; use another id`;
        this.#problems.add(now.place, [owner], message);
      }
    }
  }

  async #checkAlternates(shop: ShopView): Promise<void> {
    for (const [name, other] of await shop.alternates([...this.#alternates.values()])) {
      const given = this.#alternates.get(name);
      if (given !== undefined && other !== given.id)
        this.#problems.add(given.place, ['id'], alternateProblem(given, other));
    }
  }
}

/** Not `??`: a row without an owner is there all the same. */
function either(first: OwnerOf, second: OwnerOf): OwnerOf {
  return (table, id) => {
    const found = first(table, id);
    return found === undefined ? second(table, id) : found;
  };
}

function alternateProblem({ table, id }: Alternate, other: string): string {
  return table === 'orders'
    ? `${shown(id)} is the same as the order ${shown(other)} to a customer who types it; give it another id`
    : `is a section with the same article_id and section_no as ${shown(other)}`;
}
