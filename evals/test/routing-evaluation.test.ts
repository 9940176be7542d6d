/** What an evaluation counts, and the program around it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { readCases, type Case } from '../routing/cases.ts';
import { evaluate, type Report } from '../routing/report.ts';
import { routeOf, type Decision } from '../routing/route-of.ts';

const PROGRAM = fileURLToPath(new URL('../routing/evaluate.ts', import.meta.url));

describe('an evaluation of routing', () => {
  const decided: Readonly<Record<string, readonly [Decision['routes'], number]>> = {
    a: [['order-management'], 0.95],
    b: [['troubleshooting', 'order-management'], 0.95],
    c: [['human'], 0.45],
    d: [['human'], 1],
    e: [['order-management', 'personalization'], 0.85],
  };
  const cases: Case[] = [
    { utterance: 'a', accept: ['order-management'] },
    { utterance: 'b', accept: ['order-management', 'troubleshooting'] },
    { utterance: 'c', accept: ['order-management'] },
    { utterance: 'd', accept: ['human'] },
    { utterance: 'e', accept: ['order-management', 'human'] },
  ];
  const { report, wrong } = evaluate(cases, (utterance) => {
    const [routes, confidence] = decided[utterance] ?? [['out-of-scope'], 0];
    return { routes, confidence };
  });

  it('takes any accepted route for right, and counts the row for the first', () => {
    expect(report).to.include({ rows: 5, correct: 3, accuracy: 0.6 });
    expect(report.routes['order-management']).to.deep.equal({ rows: 4, correct: 2, accuracy: 0.5 });
    expect(report.routes.human).to.deep.equal({ rows: 1, correct: 1, accuracy: 1 });
    expect(report.routes.troubleshooting).to.deep.equal({ rows: 0, correct: 0, accuracy: null });
  });

  it('shows where the others went; one that goes to a wrong place as well counts there', () => {
    expect(report.confusion['order-management']).to.deep.equal({
      'order-management': 2,
      'product-recommendation': 0,
      personalization: 1,
      troubleshooting: 0,
      human: 1,
      'out-of-scope': 0,
    });
    expect(wrong.map(({ utterance, routes }) => [utterance, routes])).to.deep.equal([
      ['c', ['human']],
      ['e', ['order-management', 'personalization']],
    ]);
  });

  it('compares confidence with accuracy in ten bins', () => {
    const { bins, expected_calibration_error: error } = report.calibration;
    expect(bins).to.have.length(10);
    expect(bins[4]).to.deep.equal({ from: 0.4, to: 0.5, rows: 1, confidence: 0.45, accuracy: 0 });
    expect(bins[9]).to.deep.equal({ from: 0.9, to: 1, rows: 3, confidence: 0.9667, accuracy: 1 });
    expect(error).to.be.closeTo((0.45 + 0.85 + 3 * (1 - 0.9667)) / 5, 1e-3);
  });
});

describe('the decision that is evaluated', () => {
  for (const [message, routes] of [
    [
      'Where is order o12345, and do you have speakers under 100 dollars?',
      ['order-management', 'product-recommendation'],
    ],
    ['I am furnishing my first flat, which sofa would you take?', ['product-recommendation']],
    ['I want to talk to a human', ['human']],
    ['Hello!', ['out-of-scope']],
    ['What is the capital of Peru?', ['out-of-scope']],
  ] as const) {
    it(`is what the supervisor does with: ${message}`, () => {
      expect(routeOf(message).routes).to.deep.equal(routes);
      expect(routeOf(message).confidence).to.be.within(0, 1);
    });
  }
});

describe('rows to evaluate', () => {
  it('accept several routes or one, and leave empty lines out', () => {
    const { cases, bad } = readCases(
      '{"utterance":"x","accept":["human","out-of-scope"]}\r\n\n{"utterance":"y","route":"human"}\n',
    );
    expect(bad).to.deep.equal([]);
    expect(cases).to.deep.equal([
      { utterance: 'x', accept: ['human', 'out-of-scope'] },
      { utterance: 'y', accept: ['human'] },
    ]);
  });

  for (const [row, problem] of [
    ['nonsense', /is not JSON/u],
    ['[1]', /not a JSON object/u],
    ['{"accept":["human"]}', /"utterance" is missing/u],
    ['{"utterance":"  ","accept":["human"]}', /"utterance" is missing/u],
    ['{"utterance":"x"}', /needs "accept"/u],
    ['{"utterance":"x","accept":"human"}', /needs "accept"/u],
    ['{"utterance":"x","accept":[]}', /names no route/u],
    ['{"utterance":"x","accept":["human","sales"]}', /"sales" is no route; routes are order-management, /u],
    ['{"utterance":"x","route":null}', /null is no route/u],
  ] as const) {
    it(`are told with their line when they are bad: ${row}`, () => {
      const { cases, bad } = readCases(`{"utterance":"x","route":"human"}\n${row}`);
      expect(cases).to.have.length(1);
      expect(bad).to.have.length(1);
      expect(bad[0]?.line).to.equal(2);
      expect(bad[0]?.problem).to.match(problem);
    });
  }
});

describe('npm run eval:routing', () => {
  const folder = mkdtempSync(join(tmpdir(), 'deskfleet-eval-'));
  after(() => rmSync(folder, { recursive: true }));

  function run(...args: string[]): { readonly status: number | null; readonly out: string; readonly err: string } {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', PROGRAM, ...args], {
      encoding: 'utf8',
      env: { ...process.env, INIT_CWD: folder },
    });
    return { status, out: stdout, err: stderr };
  }

  writeFileSync(
    join(folder, 'good.jsonl'),
    '{"utterance":"where is my order","accept":["order-management"]}\n{"utterance":"tell me a joke","route":"human"}\n',
  );
  writeFileSync(join(folder, 'bad.jsonl'), '{"utterance":"x","route":"human"}\n{"utterance":"y","route":"sales"}\n');

  it('prints the report, for people and for programs, the same each time', () => {
    const { status, out } = run('good.jsonl', '--json');
    expect(status).to.equal(0);
    expect(run('good.jsonl', '--json').out).to.equal(out);
    const report = JSON.parse(out) as Report;
    expect(report).to.include.keys('accuracy', 'routes', 'confusion', 'calibration');
    expect(report.accuracy).to.equal(0.5);
    const text = run('good.jsonl', '--wrong').out;
    expect(text)
      .to.match(/accuracy 50\.0 % \(1 of 2\)/u)
      .and.to.include('tell me a joke');
  });

  it('tells bad rows with their line, and evaluates nothing then', () => {
    const { status, out, err } = run('bad.jsonl');
    expect(status).to.equal(2);
    expect(out).to.equal('');
    expect(err).to.match(/^bad\.jsonl:2: "sales" is no route/u);
  });

  it('says what is wrong with the call', () => {
    expect(run('missing.jsonl').status).to.equal(2);
    expect(run('missing.jsonl').err).to.match(/missing\.jsonl/u);
    expect(run().err).to.match(/Name one file/u);
    expect(run('--help')).to.include({ status: 0 });
  });
});
