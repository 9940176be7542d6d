import { expect } from 'chai';
import { callTool, sharedWorld, toolContext, type World } from '@deskfleet/local/testing/harness.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import { agent } from '../src/agent.ts';
import { EXPORTED_TABLES } from '../src/personal-data/statements.ts';
import { PERSONAL_TABLES } from '../src/personal-data/tables.ts';
import { addWholeCustomer, openShop, ZERLINE } from './whole-customer.ts';

const columnRow = row({ table: column.text(), column: column.text() });

describe('the list of personal tables', () => {
  let world: World;
  before(async () => {
    world = await sharedWorld();
  });

  it('has every table that leads to a customer', async () => {
    const found = await world.database.query(
      columnRow,
      sql`
      select distinct on (c.table_name) c.table_name as table, c.column_name as column from information_schema.columns c
      where c.table_schema = 'public' and c.column_name ~ '(^|_)(customer|order|conversation|turn|shipment|request)_id$' order by 1, 2`,
    );
    expect(found.length).to.be.greaterThan(20);
    const listed = new Set(PERSONAL_TABLES.map(({ table }) => table));
    expect(found.filter(({ table }) => !listed.has(table)).map((one) => `${one.table}.${one.column}`)).to.deep.equal(
      [],
    );
  });

  it('has every table that refers to customers, orders or conversations', async () => {
    const found = await world.database.query(
      row({ table: column.text() }),
      sql`select distinct r.conrelid::regclass::text as table from pg_constraint r where r.contype = 'f' and r.confrelid::regclass::text in ('customers', 'orders', 'order_lines', 'conversations', 'turns', 'shipments', 'return_requests')`,
    );
    const listed = new Set(PERSONAL_TABLES.map(({ table }) => table));
    expect(found.map(({ table }) => table).filter((table) => !listed.has(table))).to.deep.equal([]);
  });

  it('knows every text of a conversation, since the running one keeps its row', async () => {
    const found = await world.database.query(
      columnRow,
      sql`
      select c.table_name as table, c.column_name as column from information_schema.columns c
      where c.table_schema = 'public' and c.table_name = 'conversations' and c.data_type in ('text', 'jsonb', 'json', 'ARRAY', 'character varying') order by 2`,
    );
    // Emptied by erasureEffects(): csat_comment, digest, last_agent, open_question_agent, title. The others are ids and states.
    expect(found.map((one) => one.column)).to.deep.equal([
      'csat_comment',
      'customer_id',
      'digest',
      'id',
      'identified_customer_id',
      'last_agent',
      'lease_turn_id',
      'open_question_agent',
      'owner',
      'state',
      'tenant_id',
      'title',
    ]);
  });

  it('names each table and kind once', () => {
    expect(new Set(PERSONAL_TABLES.map(({ table }) => table)).size).to.equal(PERSONAL_TABLES.length);
    expect(new Set(PERSONAL_TABLES.map(({ kind }) => kind)).size).to.equal(PERSONAL_TABLES.length);
  });
});

describe('exporting a customer', () => {
  it('counts what the list has, whole', async () => {
    const world = await sharedWorld();
    await openShop(world.database, 'export-counts');
    await addWholeCustomer(world.database, 'export-counts', ZERLINE);
    const result = await callTool(
      toolContext(world, agent, { tenant: 'export-counts', customerId: ZERLINE.id }),
      agent,
      'export_my_data',
      {},
    );
    const counts = result.ok ? (result.data['counts'] as Record<string, number>) : {};
    expect(Object.keys(counts).toSorted()).to.deep.equal(EXPORTED_TABLES.map(({ kind }) => kind).toSorted());
    for (const [kind, count] of Object.entries(counts)) expect(count, kind).to.be.greaterThan(0);
  });
});
