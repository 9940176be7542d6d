import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { z } from 'zod';
import { JOBS, ROOT, STEPS, WORKFLOWS } from './workflows.ts';

const LOCAL = './.github/workflows/';
const CDK_OPTIONS = `${ROOT}cdk/src/options.ts`;
const CDK_NAMES = `${ROOT}cdk/src/names.ts`;

const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')));
const commands = STEPS.flatMap(({ where, run = '', 'working-directory': folder }) =>
  run
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => ({ where, folder, line })),
);
const matches = (line: string, pattern: RegExp): readonly string[] =>
  [...line.matchAll(pattern)].map(([, found = '']) => found);

/** A module of cdk/; it is not imported by name, because whoever has no cdk/ can run these tests too. */
const cdkModule = (file: string): Promise<unknown> => import(pathToFileURL(file).href);

describe('the GitHub workflows', () => {
  it('run commands that exist', () => {
    const called = commands.flatMap(({ line }) => matches(line, /npm run ([\w:-]+)/gu));
    expect(called).to.include.members(['image', 'image:push', 'image:promote']);
    expect(called.filter((name) => !(name in scripts))).to.deep.equal([]);
    const files = commands.flatMap(({ line }) => matches(line, /(?:bash|node) ([\w./-]+)/gu));
    expect(files).to.include('.ci/run');
    expect(files.filter((file) => !existsSync(`${ROOT}${file}`))).to.deep.equal([]);
    for (const { line, where } of commands)
      expect(line, where).to.match(/^(?:npm (?:ci$|run )|bash \.ci\/run$|npx cdk (?:synth|diff|deploy) )/u);
  });

  it('call cdk where its settings are', () => {
    const cdk = commands.filter(({ line }) => line.startsWith('npx cdk '));
    expect(cdk.length).to.be.greaterThan(3);
    expect(new Set(cdk.map(({ folder }) => folder))).to.deep.equal(new Set(['cdk']));
  });

  it('give cdk only options that it knows, and always the environment', async function () {
    if (!existsSync(CDK_OPTIONS)) return this.skip();
    const { optionsTable } = z
      .object({ optionsTable: z.record(z.string(), z.unknown()) })
      .parse(await cdkModule(CDK_OPTIONS));
    for (const { line, where } of commands.filter((command) => command.line.startsWith('npx cdk '))) {
      const options = matches(line, /-c (\w+)=/gu);
      expect(options, where).to.include('env');
      expect(
        options.filter((name) => !(name in optionsTable)),
        where,
      ).to.deep.equal([]);
    }
  });

  it('push to the repositories that cdk makes, after its stack has made them', async function () {
    const deploy = STEPS.filter(({ of }) => of.file === 'deploy-environment.yml').map(({ run = '' }) => run);
    const at = (words: string) => deploy.findIndex((run) => run.includes(words));
    expect(at('"deskfleet-$ENVIRONMENT-repositories"')).to.be.within(0, at('npm run image:push'));
    expect(at('npm run image:promote')).to.be.within(0, at('cdk deploy --all'));
    if (!existsSync(CDK_NAMES)) return this.skip();
    const { stackName } = z
      .object({ stackName: z.custom<(environment: { name: string }, part: string) => string>() })
      .parse(await cdkModule(CDK_NAMES));
    expect(stackName({ name: '$ENVIRONMENT' }, 'repositories')).to.equal('deskfleet-$ENVIRONMENT-repositories');
  });

  it('have no more rights than they need', () => {
    for (const [file, { permissions }] of WORKFLOWS) expect(permissions, file).to.deep.equal({ contents: 'read' });
    for (const { where, job } of JOBS) {
      const signsIn = job.steps.some(({ uses }) => uses?.startsWith('aws-actions/configure-aws-credentials@'));
      const calls = job.uses === `${LOCAL}deploy-environment.yml`;
      const rights = signsIn || calls ? { contents: 'read', 'id-token': 'write' } : undefined;
      expect(job.permissions, where).to.deep.equal(rights);
      // A token for AWS is only given out to a job of an environment, whose name its role trusts.
      if (signsIn) expect(job.environment, where).to.be.a('string');
    }
  });

  it('hold no secret, and sign in to AWS by role only', () => {
    const text = [...WORKFLOWS.keys()].map((file) => readFileSync(`${ROOT}.github/workflows/${file}`, 'utf8')).join('');
    expect(text).not.to.match(/secrets\.|AKIA|aws-access-key-id/u);
    const signIns = STEPS.filter(({ uses }) => uses?.startsWith('aws-actions/configure-aws-credentials@'));
    for (const step of signIns) expect(step.with?.['role-to-assume'], step.where).to.equal('${{ vars.AWS_ROLE_ARN }}');
  });

  it('use actions of a whole version, and workflows that are here', () => {
    const used = [...JOBS.map(({ job }) => job.uses), ...STEPS.map(({ uses }) => uses)].filter(
      (uses) => uses !== undefined,
    );
    for (const uses of used) {
      if (uses.startsWith('./')) expect(existsSync(`${ROOT}${uses}`), uses).to.equal(true);
      else expect(uses).to.match(/^[\w-]+\/[\w-]+@v\d+\.\d+\.\d+$/u);
    }
  });

  it('put no text of GitHub into a shell', () => {
    for (const { line, where } of commands) expect(line, where).not.to.include('${{');
  });

  it('end in time', () => {
    for (const { where, job } of JOBS.filter((one) => one.job.uses === undefined))
      expect(job['timeout-minutes'], where).to.be.within(1, 120);
  });

  it('hand a commit on from dev to staging to prod, each with an environment that can ask for approval', () => {
    const jobs = WORKFLOWS.get('deploy.yml')!.jobs;
    const way = Object.entries(jobs).map(([name, job]) => [
      name,
      job.needs,
      job.with?.['environment'],
      job.with?.['from'],
    ]);
    expect(way).to.deep.equal([
      ['check', undefined, undefined, undefined],
      ['dev', 'check', 'dev', undefined],
      ['staging', 'dev', 'staging', 'dev'],
      ['prod', 'staging', 'prod', 'staging'],
    ]);
    const { deploy } = WORKFLOWS.get('deploy-environment.yml')!.jobs;
    expect(deploy?.environment).to.equal('${{ inputs.environment }}');
    expect(deploy?.concurrency).to.deep.equal({
      group: 'deploy-${{ inputs.environment }}',
      'cancel-in-progress': false,
    });
  });

  it('build the images that are deployed once, and under the name of the commit', () => {
    const building = STEPS.filter(({ run, of }) => run?.includes('npm run image ') && of.file.startsWith('deploy'));
    expect(building.map(({ if: condition }) => condition)).to.deep.equal(["inputs.from == ''"]);
    const { deploy } = WORKFLOWS.get('deploy-environment.yml')!.jobs;
    expect(deploy?.env?.['IMAGE_TAG']).to.equal('${{ github.sha }}');
  });

  it('give no token to the pull request of a fork, and no role that deploys to any pull request', () => {
    const { diff } = WORKFLOWS.get('pull-request.yml')!.jobs;
    expect(diff?.if).to.equal('github.event.pull_request.head.repo.full_name == github.repository');
    expect(diff?.environment).to.match(/-diff$/u);
    expect(WORKFLOWS.get('pull-request.yml')!.on).not.to.have.property('pull_request_target');
  });
});
