import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { renderCosts, totalOf } from '../../bench/costs/doc.ts';
import { HOURS, monthlyCosts, type TemplateResource } from '../../bench/costs/monthly.ts';
import { readPrices } from '../../bench/costs/prices.ts';
import { usageCosts } from '../../bench/costs/usage.ts';
import { assume } from '../../bench/capacity/assumptions.ts';
import { readConversationCounts } from '../../bench/capacity/work.ts';
import { ENVIRONMENT_NAMES, ENVIRONMENTS, type EnvironmentName } from '../src/environments.ts';
import { ROOT, synthesized } from './support.ts';

const table = readPrices();
const usd = (name: keyof typeof table.prices): number => table.prices[name].usd;
const resources = (name: EnvironmentName, options?: Readonly<Record<string, string>>): readonly TemplateResource[] =>
  synthesized(name, options).every();
const line = (name: EnvironmentName, what: string, options?: Readonly<Record<string, string>>) =>
  monthlyCosts(resources(name, options), table).find((one) => one.what === what);

describe('the costs of an environment', () => {
  it('are those of docs/costs.md', () => {
    const templates = { dev: resources('dev'), staging: resources('staging'), prod: resources('prod') };
    const written = readFileSync(`${ROOT}docs/costs.md`, 'utf8');
    expect(written, 'docs/costs.md is not up to date. Run: npm run costs -- --write').to.equal(
      renderCosts(templates, table),
    );
  });

  for (const name of ENVIRONMENT_NAMES)
    it(`follow the sizes of ${name}`, () => {
      const { task, tasks, natGateways, interfaceEndpoints, database } = ENVIRONMENTS[name];
      expect(line(name, 'NAT gateways')?.least).to.be.closeTo(natGateways * HOURS * usd('natGatewayHour'), 1e-6);
      const zones = 7 * 2;
      expect(line(name, 'Interface endpoints')?.least ?? 0).to.be.closeTo(
        interfaceEndpoints ? zones * HOURS * usd('interfaceEndpointHour') : 0,
        1e-6,
      );
      const hour = (task.cpu * usd('fargateVcpuHour') + task.memoryMiB * usd('fargateGigabyteHour')) / 1024;
      expect(line(name, 'Fargate tasks')?.least).to.be.closeTo(5 * tasks.desired * hour * HOURS, 1e-6);
      expect(line(name, 'Fargate tasks')?.most).to.be.closeTo(5 * tasks.most * hour * HOURS, 1e-6);
      const acu = (database.reader ? 2 : 1) * HOURS * usd('auroraAcuHour');
      expect(line(name, 'Aurora capacity')?.least).to.be.closeTo(database.leastAcu * acu, 1e-6);
      expect(line(name, 'Aurora capacity')?.most).to.be.closeTo(database.mostAcu * acu, 1e-6);
    });

  it('grow from dev to staging to prod', () => {
    const totals = ENVIRONMENT_NAMES.map((name) => totalOf(monthlyCosts(resources(name), table)));
    expect(totals.map(({ least }) => least)).to.deep.equal(totals.map(({ least }) => least).sort((a, b) => a - b));
    for (const { least, most } of totals) expect(least).to.be.below(most);
  });

  it('know the options that cost or save', () => {
    expect(line('dev', 'Aurora capacity', { autoPause: 'true' })?.least).to.equal(0);
    expect(line('dev', 'Cache')).to.equal(undefined);
    expect(line('dev', 'Cache', { imageTag: 'abc1234', collector: 'true', cache: 'true' })?.least).to.be.above(0);
  });

  it('are not reckoned past a resource whose price nobody has said', () => {
    const more = [...resources('dev'), { id: 'Queue', Type: 'AWS::SQS::Queue', Properties: {} }];
    expect(() => monthlyCosts(more, table)).to.throw('What does it cost? AWS::SQS::Queue');
  });
});

describe('the costs of conversations', () => {
  it('are the models above all, as the benchmark has counted them', () => {
    const [first] = usageCosts(1_000, table, assume());
    expect(first?.what).to.equal('Models and embeddings');
    const counted = readConversationCounts().turns.reduce((sum, turn) => sum + turn.cost_usd, 0);
    expect(first?.usd).to.be.closeTo(1_000 * counted, 1e-6);
  });

  it('are twice as much for twice as many', () => {
    const once = usageCosts(500, table, assume());
    const twice = new Map(usageCosts(1_000, table, assume()).map((one) => [one.what, one.usd]));
    for (const { what, usd: cost } of once) expect(twice.get(what), what).to.be.closeTo(2 * cost, 1e-9);
  });
});

describe('the capacity model', () => {
  it('reckons with the sizes of prod', () => {
    const { task, tasks, database } = ENVIRONMENTS.prod;
    const assumed = assume();
    expect(assumed.mostAcu).to.equal(database.mostAcu);
    expect(assumed.taskVcpu).to.equal(task.cpu / 1024);
    expect([assumed.leastTasks, assumed.mostTasks]).to.deep.equal([tasks.desired, tasks.most]);
    const policies = synthesized('prod').resources('fleet', 'AWS::ApplicationAutoScaling::ScalingPolicy');
    const targets = policies.map(
      ({ Properties }) =>
        Properties['TargetTrackingScalingPolicyConfiguration'] as {
          readonly TargetValue: number;
          readonly PredefinedMetricSpecification: { readonly PredefinedMetricType: string };
        },
    );
    const cpu = targets.find(
      (one) => one.PredefinedMetricSpecification.PredefinedMetricType === 'ECSServiceAverageCPUUtilization',
    );
    expect(cpu?.TargetValue).to.equal(assumed.cpuTarget * 100);
  });
});

describe('npm run costs', () => {
  let assembly: string;
  before(() => {
    assembly = mkdtempSync(join(tmpdir(), 'deskfleet-costs-test-'));
  });
  after(() => rmSync(assembly, { recursive: true }));
  const costs = (...argv: readonly string[]) =>
    spawnSync(process.execPath, ['--import', 'tsx', 'bench/costs.ts', ...argv], { cwd: ROOT, encoding: 'utf8' });

  it('reads what a synthesis has written', () => {
    const fleet = Object.fromEntries(resources('dev').map((one) => [one.id, one]));
    writeFileSync(join(assembly, 'deskfleet-dev.template.json'), JSON.stringify({ Resources: fleet }));
    const { stdout } = costs('--env', 'dev', '--assembly', assembly, '--conversations', '10', '--json');
    const lines = monthlyCosts(resources('dev'), table);
    expect(JSON.parse(stdout)).to.deep.include({ environment: 'dev', date: table.date, total: totalOf(lines) });
    expect(costs('--env', 'dev', '--assembly', assembly).stdout).to.match(/^ {2}NAT gateways +33 +33 {3}1$/mu);
  });

  it('explains itself and every mistake in one line', () => {
    expect(costs('--help').stdout).to.include('--assembly');
    const see = '. See: npm run costs -- --help\n';
    expect(costs().stderr).to.equal(`--env must be one of dev, staging, prod${see}`);
    expect(costs('--env', 'dev', '--conversations', 'x').stderr).to.equal(
      `--conversations must be a whole number above 0${see}`,
    );
    expect(costs('--env', 'dev', '--assembly', `${assembly}/none`).stderr).to.equal(
      `There is no folder ${assembly}/none${see}`,
    );
    expect(costs('--bogus').stderr).to.equal(`Unknown option '--bogus'${see}`);
  });
});
