/** Every command of the README, as far as it can be tried without an account. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { z } from 'zod';
import { ENVIRONMENT_NAMES, ENVIRONMENTS } from '../src/environments.ts';
import { optionsTable } from '../src/options.ts';
import { PARTS, ROOT, synthesized, type Part } from './support.ts';

const run = promisify(execFile);
const FILE = `${ROOT}cdk/README.md`;
const text = readFileSync(FILE, 'utf8');
const blocks = [...text.matchAll(/```sh\n([\s\S]*?)```/gu)].map(([, block = '']) => block);
/** Commands in one line each. */
const commands = blocks
  .flatMap((block) => block.replaceAll(/ \\\n\s*/gu, ' ').split('\n'))
  .filter((line) => line !== '');

const stacks = ENVIRONMENT_NAMES.flatMap((name) => PARTS.map((part) => `deskfleet-${name}-${part}`));

async function help(...argv: readonly string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [`${ROOT}node_modules/aws-cdk/bin/cdk`, ...argv, '--help'], {
    cwd: `${ROOT}cdk`,
  });
  return stdout;
}

describe('the README of cdk/', function () {
  this.timeout(120_000);

  blocks.forEach((block, index) =>
    it(`block ${index + 1} is a script that a shell takes`, async () => {
      await run('bash', ['-n', '-c', block]);
    }),
  );

  it('calls cdk with commands, options and stacks that there are', async () => {
    const calls = commands.filter((line) => line.startsWith('npx cdk ')).map((line) => line.split(/\s+/u).slice(2));
    expect(new Set(calls.map(([command]) => command))).to.deep.equal(
      new Set(['bootstrap', 'deploy', 'diff', 'rollback', 'destroy']),
    );
    const known = await help();
    const helps = new Map<string, string>();
    for (const [command = '', ...rest] of calls) {
      expect(known).to.match(new RegExp(`^ {2}cdk ${command} `, 'mu'));
      if (!helps.has(command)) helps.set(command, await help(command));
      for (const word of rest.filter((one) => one.startsWith('-')))
        expect(helps.get(command), `${command} ${word}`).to.match(new RegExp(`(^|[\\s,])${word}([\\s,]|$)`, 'mu'));
      for (const stack of rest.filter((one) => one.startsWith('deskfleet-'))) expect(stacks).to.include(stack);
    }
  });

  it('gives options that are options, and explains every one of them', () => {
    const used = [...text.matchAll(/-c (?!name=value)(\w+)/gu)].map(([, option]) => option);
    for (const option of used) expect(optionsTable).to.have.property(String(option));
    const explained = [...text.matchAll(/^\| (`\w+`(?:, `\w+`)*) \|/gmu)].flatMap(([, cell = '']) =>
      cell.replaceAll('`', '').split(', '),
    );
    expect(explained).to.have.members(Object.keys(optionsTable));
  });

  it('asks for outputs that the stacks have', () => {
    const asked = [...text.matchAll(/\$\(output ([\w-]+) (\w+)\)/gu)];
    expect(asked.length).to.be.above(5);
    for (const [, part, output = ''] of asked)
      expect(synthesized('dev').template(part as Part).Outputs, `${String(part)} ${output}`).to.have.property(output);
  });

  it('makes a user as the pool has them, and signs in as the client allows', () => {
    const pool = JSON.stringify(synthesized('dev').resource('sign-in', 'AWS::Cognito::UserPool').Properties['Schema']);
    for (const [, attribute] of text.matchAll(/Name=custom:(\w+)/gu))
      expect(pool).to.include(`"Name":"${String(attribute)}"`);
    const groups = synthesized('dev')
      .resources('sign-in', 'AWS::Cognito::UserPoolGroup')
      .map(({ Properties }) => Properties['GroupName'] as string);
    const joined = [...text.matchAll(/--group-name (\w+)/gu)].map(([, group]) => String(group));
    expect(joined).to.deep.equal(['customer', 'staff']);
    expect(groups).to.include.members(joined);
    const flow = /--auth-flow (\w+)/u.exec(text)?.[1];
    const client = synthesized('dev').resource('sign-in', 'AWS::Cognito::UserPoolClient').Properties;
    expect(client['ExplicitAuthFlows']).to.include(`ALLOW_${String(flow)}`);
    const shop = z
      .looseObject({
        tenant: z.looseObject({ id: z.string() }),
        customers: z.array(z.looseObject({ id: z.string() })),
        orders: z.array(z.looseObject({ id: z.string() })),
      })
      .parse(JSON.parse(readFileSync(`${ROOT}import-export/examples/tea-house.json`, 'utf8')));
    expect(text)
      .to.include(`Name=custom:tenant,Value=${shop.tenant.id}`)
      .and.include(`-c defaultTenant=${shop.tenant.id}`);
    expect(shop.customers.map(({ id }) => id)).to.include(/Name=custom:customer_id,Value=(\w+)/u.exec(text)?.[1]);
    expect(shop.orders.map(({ id }) => id)).to.include(/my order (\w+)\?/u.exec(text)?.[1]);
  });

  it('chooses passwords that the pool takes, and tells how long a first one holds', () => {
    const passwords = [...text.matchAll(/--(?:temporary-)?password '([^']+)'/gu)].map(([, one]) => String(one));
    const { Policies } = synthesized('dev').resource('sign-in', 'AWS::Cognito::UserPool').Properties;
    const { PasswordPolicy: policy } = Policies as {
      PasswordPolicy: { MinimumLength: number; TemporaryPasswordValidityDays: number };
    };
    expect(passwords).to.have.length(3);
    for (const password of passwords) {
      expect(password.length).to.be.at.least(policy.MinimumLength);
      for (const kind of [/[a-z]/u, /[A-Z]/u, /\d/u, /[^\w]/u]) expect(password).to.match(kind);
    }
    expect(policy.TemporaryPasswordValidityDays, 'the README says three days').to.equal(3);
  });

  it('names things that the templates name', () => {
    const named = JSON.stringify([...PARTS.map((part) => synthesized('dev').template(part))]);
    for (const name of ['/aws/ecs/supervisor-dev', 'deskfleet-dashboard-dev', 'deskfleet/dev/service-token-secret'])
      expect(text.includes(name) && named.includes(`"${name}"`), name).to.equal(true);
    const agents = /for agent in ([\w -]+); do/u.exec(text)?.[1]?.split(' ') ?? [];
    for (const agent of agents)
      expect(named).to.include(`"${agent}-cluster-dev"`).and.include(`"${agent}-service-dev"`);
    expect(agents.at(-1), 'the supervisor finds only what is there when it starts').to.equal('supervisor');
  });

  it('runs scripts of package.json, and leads to files that there are', () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')));
    for (const [, script = ''] of text.matchAll(/npm run ([\w:]+)/gu)) expect(scripts).to.have.property(script);
    for (const [, link = ''] of text.matchAll(/\]\((?!https?:)([^)#]+)\)/gu))
      expect(existsSync(resolve(dirname(FILE), link)), link).to.equal(true);
    expect(existsSync(`${ROOT}import-export/examples/tea-house.json`)).to.equal(true);
  });

  it('tells of the environments what their table says', () => {
    const row = (title: string): readonly string[] =>
      (new RegExp(`^\\| ${title} \\|(.*)$`, 'mu').exec(text)?.[1] ?? '').split('|').map((cell) => cell.trim());
    const sizes = ENVIRONMENT_NAMES.map((name) => ENVIRONMENTS[name]);
    expect(row('Tasks of each agent').slice(0, 3)).to.deep.equal(
      sizes.map(({ tasks }) => `${tasks.desired} to ${tasks.most}`),
    );
    expect(row('NAT gateways').slice(0, 3)).to.deep.equal(sizes.map(({ natGateways }) => String(natGateways)));
    const endpoints = ENVIRONMENT_NAMES.map(
      (name) =>
        synthesized(name)
          .resources('network', 'AWS::EC2::VPCEndpoint')
          .filter(({ Properties }) => Properties['VpcEndpointType'] === 'Interface').length,
    );
    expect(row('Interface endpoints').slice(0, 3)).to.deep.equal(
      endpoints.map((count) => (count === 0 ? 'none' : String(count))),
    );
  });
});
