import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { z } from 'zod';
import { runProgram } from '../../src/testing/fleet.ts';
import { keysOf, readDialogues, wrongRows } from '../../src/conformance/dialogue.ts';
import { differences, sameRow } from '../../src/conformance/same-rows.ts';
import { OWN_DIALOGUES, WRONG_DIALOGUE } from './own-dialogues.ts';
import { SMALL_WORLD } from './small-world.ts';

const outcomeSchema = z.object({
  passed: z.number(),
  failed: z.number(),
  cases: z.array(
    z.object({
      id: z.string(),
      passed: z.boolean(),
      transcript: z.array(z.object({ customer: z.string(), reply: z.string() })),
      wrong: z.array(z.object({ row: z.string(), differences: z.array(z.string()) })),
      error: z.string().optional(),
    }),
  ),
});

describe('conversations with the whole fleet, judged by their rows', function () {
  this.timeout(180_000);
  const folder = mkdtempSync(join(tmpdir(), 'deskfleet-own-dialogues-'));
  const file = join(folder, 'dialogues.jsonl');
  before(() => {
    writeFileSync(join(folder, 'db.json'), JSON.stringify(SMALL_WORLD));
    const all = [...OWN_DIALOGUES, WRONG_DIALOGUE];
    writeFileSync(file, all.map((one) => `${JSON.stringify(one)}\n`).join(''));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('ends each with the right rows, puts everything back, and reports the one that is wrong', async () => {
    const program = await runProgram(['retail-dialogues', '--file', file, '--json']);
    expect(await program.exited).to.equal(1);
    const output = program.output();
    const outcome = outcomeSchema.parse(JSON.parse(output.slice(output.indexOf('{'))));
    const failures = outcome.cases.filter((one) => !one.passed);
    expect(
      failures.map(({ id }) => id),
      JSON.stringify(failures, undefined, 1),
    ).to.deep.equal([WRONG_DIALOGUE.id]);
    expect([outcome.passed, outcome.failed]).to.deep.equal([OWN_DIALOGUES.length, 1]);
    expect(failures[0]).to.deep.include({
      wrong: [{ row: 'orders/#W1000002', differences: ['status: "delivered", should be "return requested"'] }],
    });
    expect(failures[0]?.transcript[1]?.reply).to.include('delivered');
  });

  it('says what is missing on the command line', async () => {
    const said = async (...argv: readonly string[]): Promise<readonly [number | null, string]> => {
      const program = await runProgram(['retail-dialogues', ...argv]);
      return [await program.exited, program.output()];
    };
    expect((await said())[0]).to.equal(2);
    expect(await said('--file', join(folder, 'none.jsonl'))).to.satisfy(
      ([code, output]: readonly [number, string]) => code === 2 && output.includes('There is no file'),
    );
    expect(await said('--file', file, '--only', 'nothing')).to.satisfy(
      ([code, output]: readonly [number, string]) => code === 2 && output.includes('has no conversation "nothing"'),
    );
    const [code, help] = await said('--help');
    expect(code).to.equal(0);
    expect(help).to.include('--json');
  });
});

describe('rows of a conversation', () => {
  const [first] = readRows();

  it('cover everyone who speaks and everything of theirs', () => {
    expect(keysOf(first, SMALL_WORLD)).to.deep.equal({
      orders: ['#W1000001', '#W1000002', '#W1000003'],
      users: ['ida_moss_1001'],
    });
  });

  it('must be as the world has them where nothing else is said, and either expected form will do', () => {
    const keys = keysOf(first, SMALL_WORLD);
    const rows = { orders: { ...SMALL_WORLD.orders }, users: { ...SMALL_WORLD.users } };
    expect(wrongRows(rows, keys, first, SMALL_WORLD).map(({ row }) => row)).to.deep.equal(['orders/#W1000001']);
    expect(wrongRows(rows, keys, { ...first, changed: { orders: {}, users: {} } }, SMALL_WORLD)).to.deep.equal([]);
    expect(
      wrongRows(rows, keys, { ...first, changed_corrected: { orders: {}, users: {} } }, SMALL_WORLD),
    ).to.deep.equal([]);
  });

  it('are the same within half a cent, and where nothing and null stand for each other', () => {
    expect(sameRow({ a: 1.001, b: null, c: [1, { d: 'x' }] }, { a: 1.004, c: [1, { d: 'x' }] })).to.equal(true);
    for (const other of [{ a: 1.01 }, { a: '1.001' }, { a: 1.001, b: 0 }, [1.001], 'a', null])
      expect(sameRow({ a: 1.001 }, other), JSON.stringify(other)).to.equal(false);
    expect(differences({ a: 1, b: 'x' }, { a: 1, c: 2 })).to.deep.equal([
      'b: "x", should be nothing',
      'c: nothing, should be 2',
    ]);
  });

  function readRows(): ReturnType<typeof readDialogues> & readonly [ReturnType<typeof readDialogues>[number]] {
    const folder = mkdtempSync(join(tmpdir(), 'deskfleet-dialogue-'));
    const file = join(folder, 'one.jsonl');
    writeFileSync(file, JSON.stringify(OWN_DIALOGUES[0]));
    const read = readDialogues(file);
    writeFileSync(file, '{"id": 1}');
    expect(() => readDialogues(file)).to.throw('one.jsonl:1 is no conversation');
    rmSync(folder, { recursive: true });
    const [one] = read;
    if (one === undefined) throw new Error('nothing was read');
    return [one];
  }
});
