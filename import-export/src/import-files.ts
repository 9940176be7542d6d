/** An import from its files to its report: everything is checked, then everything is loaded in one transaction. */
import type { z } from 'zod';
import type { Database, Statements } from '@deskfleet/shared/database/database.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import { Checker } from './check/checker.ts';
import { Problems } from './check/problems.ts';
import { recordRows, validRecord, type RecordItem } from './check/record-rows.ts';
import { readTenant, ShopView, type TenantFacts } from './check/shop-view.ts';
import { currencyDigits } from './format/fields.ts';
import { KINDS } from './format/kinds.ts';
import type { tenantSchema } from './format/records.ts';
import { Loader } from './load/loader.ts';
import { loadTenant } from './load/tenant.ts';
import { bumpTouchedOrders, createTouchedOrders, type Counts } from './load/upsert.ts';
import { locate, type LocatedProblem } from './read/locate.ts';
import { isProblem, type Source } from './read/place.ts';
import { listTenants } from './tenants.ts';

export interface ImportOptions {
  /** Wins over the tenant section. */
  readonly tenant: string | undefined;
  /** Where rows go when neither says. */
  readonly defaultTenant: string;
  readonly dryRun: boolean;
  readonly onProgress: (progress: ImportProgress) => void;
}

export interface ImportProgress {
  readonly step: 'checking' | 'loading';
  readonly rows: number;
  /** Known once everything is checked. */
  readonly of: number | undefined;
}

export interface ImportReport {
  readonly tenant: string;
  readonly dryRun: boolean;
  readonly problems: { readonly count: number; readonly first: readonly LocatedProblem[] };
  /** By table; empty when there are problems. */
  readonly counts: Readonly<Record<string, Counts>>;
  readonly rows: number;
  /** Seconds of the whole import, and of the loading alone. */
  readonly seconds: number;
  readonly notes: readonly string[];
}

/** The files are fine by themselves, but cannot go where they should. */
export class ImportRefused extends Error {}

type Tenant = z.infer<typeof tenantSchema>;

interface Shop {
  readonly id: string;
  readonly section: Tenant | undefined;
  readonly facts: TenantFacts | undefined;
  readonly digits: number;
}

interface Checked {
  readonly shop: Shop;
  readonly rows: number;
  /** Whether every record comes after those it may refer to, so that one reading is enough. */
  readonly inOrder: boolean;
}

/** @throws {DatabaseError} nothing was changed then. @throws {ImportRefused} */
export async function importFiles(
  database: Database,
  sources: readonly Source[],
  options: ImportOptions,
): Promise<ImportReport> {
  const started = performance.now();
  const problems = new Problems();
  const checked = await check(database, sources, options, problems);
  const { counts, kept } = problems.count > 0 ? NOTHING_LOADED : await load(database, sources, checked, options);
  return {
    tenant: checked.shop.id,
    dryRun: options.dryRun,
    problems: { count: problems.count, first: await Promise.all(problems.first.map(locate)) },
    counts: Object.fromEntries(counts),
    rows: [...counts.values()].reduce((sum, { added, changed, same }) => sum + added + changed + same, 0),
    seconds: (performance.now() - started) / 1000,
    notes: [...sources.flatMap((source) => source.notes()), ...(kept === 0 ? [] : [keptNote(kept)])],
  };
}

interface Loaded {
  readonly counts: ReadonlyMap<string, Counts>;
  /** Rows of customers whose data was erased, left as they are. */
  readonly kept: number;
}
const NOTHING_LOADED: Loaded = { counts: new Map(), kept: 0 };

const keptNote = (rows: number): string =>
  `${rows} rows of customers whose personal data was erased are left as they are. Take these customers out of your files.`;

async function check(
  database: Database,
  sources: readonly Source[],
  options: ImportOptions,
  problems: Problems,
): Promise<Checked> {
  const checker = new Checker(problems);
  let shop: Shop | undefined;
  let rows = 0;
  let stage = 0;
  let inOrder = true;
  for await (const item of itemsOf(sources, problems)) {
    const complain = (path: readonly (string | number)[], message: string): void =>
      problems.add(item.place, path, message);
    const record = validRecord(item, complain);
    if (item.kind === 'tenant') {
      if (shop !== undefined)
        complain([], 'comes too late or twice: there is one tenant section, before everything else');
      else shop = await openShop(database, options, record as Tenant | undefined, complain);
      continue;
    }
    shop ??= await openShop(database, options, undefined, complain);
    inOrder &&= KINDS[item.kind].stage >= stage;
    stage = KINDS[item.kind].stage;
    if (record === undefined) {
      checker.seeBroken(item);
      continue;
    }
    const made = recordRows(item.kind, record, shop.digits, complain);
    checker.see(made, item.place);
    rows += made.length;
    options.onProgress({ step: 'checking', rows, of: undefined });
  }
  shop ??= await openShop(database, options, undefined, () => undefined);
  if (shop.facts === undefined && shop.section === undefined && problems.count === 0)
    throw await noSuchShop(database, shop.id);
  const everyEntry =
    shop.section?.policy?.cancellation_refunds ?? (shop.facts?.everyEntryRefunded === true ? 'every_entry' : '');
  await checker.finish(new ShopView(database, shop.id, shop.facts?.filled ?? false), everyEntry !== 'every_entry');
  return { shop, rows, inOrder };
}

async function* itemsOf(sources: readonly Source[], problems: Problems): AsyncGenerator<RecordItem> {
  for (const source of sources)
    for await (const items of source.read())
      for (const item of items)
        if (isProblem(item)) problems.put(item.problem);
        else yield item;
}

async function openShop(
  database: Database,
  options: ImportOptions,
  section: Tenant | undefined,
  complain: (path: readonly string[], message: string) => void,
): Promise<Shop> {
  const id = options.tenant ?? section?.id ?? options.defaultTenant;
  const facts = await readTenant(database, id);
  if (section !== undefined && facts !== undefined && facts.currency !== section.currency)
    complain(
      ['currency'],
      `is ${section.currency}, but the shop "${id}" has ${facts.currency}, which cannot be changed`,
    );
  return { id, section, facts, digits: currencyDigits(section?.currency ?? facts?.currency ?? 'USD') };
}

async function noSuchShop(database: Database, id: string): Promise<ImportRefused> {
  const known = await listTenants(database);
  return new ImportRefused(
    `There is no shop "${id}", and the files do not describe it. Add a tenant section (name, currency, support_email; see docs/import.md)` +
      (known.length === 0 ? '.' : `, or choose a shop that exists with --tenant: ${known.join(', ')}.`),
  );
}

/** Ends the transaction of a dry run, so that it is rolled back. */
class DryRunOver extends Error {}

async function load(
  database: Database,
  sources: readonly Source[],
  checked: Checked,
  options: ImportOptions,
): Promise<Loaded> {
  let loaded = NOTHING_LOADED;
  const run = async (transaction: Statements): Promise<void> => {
    loaded = await loadInto(transaction, sources, checked, options);
    if (options.dryRun) throw new DryRunOver();
  };
  await database.transaction(run, { label: 'import.load' }).catch((error: unknown) => {
    if (!(error instanceof DryRunOver)) throw error;
  });
  return loaded;
}

async function loadInto(
  transaction: Statements,
  sources: readonly Source[],
  { shop, rows: all, inOrder }: Checked,
  options: ImportOptions,
): Promise<Loaded> {
  let done = 0;
  const loader = new Loader(transaction, shop.id, (rows) => {
    done += rows;
    options.onProgress({ step: 'loading', rows: done, of: all });
  });
  const section: Readonly<Record<string, Counts>> =
    shop.section === undefined ? {} : await loadTenant(transaction, shop.id, shop.section);
  // Two imports into one shop go one after the other.
  await transaction.execute(sql`select id from tenants where id = ${shop.id} for no key update`, {
    label: 'import.lock',
  });
  await transaction.execute(createTouchedOrders(), { label: 'import.touched' });
  const stages = inOrder
    ? [undefined]
    : [...new Set(Object.values(KINDS).map(({ stage }) => stage))].sort((a, b) => a - b);
  for (const stage of stages) {
    await loadStage(loader, sources, shop.digits, stage);
    await loader.flush();
  }
  await transaction.execute(bumpTouchedOrders(shop.id), { label: 'import.versions' });
  return { counts: new Map([...Object.entries(section), ...loader.counts]), kept: loader.kept };
}

/** @param stage only records of this stage; undefined: all. */
async function loadStage(
  loader: Loader,
  sources: readonly Source[],
  digits: number,
  stage: number | undefined,
): Promise<void> {
  const problems = new Problems();
  const wanted = sources.filter(
    ({ file: { kind } }) => stage === undefined || kind === undefined || KINDS[kind].stage === stage,
  );
  const complain = (): void => {
    throw new ImportRefused(
      'A file was changed while it was imported. Nothing was changed in the shop; import it again.',
    );
  };
  for await (const item of itemsOf(wanted, problems)) {
    if (item.kind === 'tenant' || (stage !== undefined && KINDS[item.kind].stage !== stage)) continue;
    await loader.take(recordRows(item.kind, validRecord(item, complain), digits, complain));
    await loader.keepAwake();
  }
  if (problems.count > 0) complain();
}
