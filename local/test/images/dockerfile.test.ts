import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { validate } from 'dockerfile-utils';
import { z } from 'zod';
import { AGENT_NAMES, FLEET } from '@deskfleet/shared/fleet.ts';
import {
  command,
  DOCKERFILE,
  filesBelow,
  healthCommand,
  inContext,
  instructions,
  ROOT,
  wordsOf,
} from './dockerfile.ts';

const packageJson = z
  .object({ workspaces: z.array(z.string()) })
  .parse(JSON.parse(readFileSync(`${ROOT}/package.json`, 'utf8')));

describe('the Dockerfile', () => {
  it('has no fault that a validator knows', () => {
    expect(validate(DOCKERFILE)).to.deep.equal([]);
  });

  it('builds and runs on the same slim Node, by a tag that names its version', () => {
    const bases = instructions('FROM').map((from) => wordsOf(from)[0]);
    expect(new Set(bases).size).to.equal(1);
    expect(bases[0]).to.match(/^node:\d+-slim$/u);
  });

  it('ends as a user without rights, on production settings, with a health check that needs no shell', () => {
    const last = DOCKERFILE.slice(DOCKERFILE.lastIndexOf('\nFROM '));
    expect(last).to.match(/^USER node$/mu);
    expect(last).to.match(/^ENV NODE_ENV=production$/mu);
    expect(last).not.to.match(/^RUN /mu);
    expect(healthCommand()).to.deep.equal(['node', 'health.js']);
    expect(command()).to.include('main.js');
  });

  it('exposes the ports of the fleet and no other', () => {
    expect(instructions('EXPOSE').flatMap(wordsOf).map(Number)).to.deep.equal(FLEET.map(({ port }) => port));
  });

  it('copies the manifest of every workspace that it installs', () => {
    const install = instructions('RUN').find((run) => wordsOf(run).join(' ').startsWith('npm ci'))!;
    const words = wordsOf(install);
    const selected = words.filter((_, index) => words[index - 1] === '--workspace');
    const folders = selected.flatMap((name) =>
      packageJson.workspaces.includes(`${name}/*`)
        ? readdirSync(`${ROOT}/${name}`).map((agent) => `${name}/${agent}`)
        : [name],
    );
    expect(folders).to.have.members(['shared', ...AGENT_NAMES.map((name) => `agents/${name}`)]);
    const copied = instructions('COPY').flatMap((copy) => wordsOf(copy).slice(0, -1));
    expect(copied).to.include.members(folders.map((folder) => `${folder}/package.json`));
  });
});

describe('.dockerignore', () => {
  it('keeps out what no image needs', () => {
    const outside = [
      '.git/HEAD',
      '.deskfleet/service-secret',
      '.env',
      'node_modules/express/package.json',
      'agents/supervisor/node_modules/zod/package.json',
      'dist/agents/supervisor/main.js',
      'coverage/index.html',
      'cdk/src/app.ts',
      'cdk/cdk.out/manifest.json',
      'evals/routing/train.ts',
      'bench/turn.ts',
      'local/src/start.ts',
      'import-export/src/index.ts',
      'migrations/0001.sql',
      'docs/api.md',
      'shared/test/fleet.test.ts',
      'agents/supervisor/test/agent.test.ts',
      'README.md',
    ];
    expect(outside.filter(inContext)).to.deep.equal([]);
  });

  it('lets in nothing that the Dockerfile does not copy', () => {
    const copied = instructions('COPY').flatMap((copy) => wordsOf(copy).slice(0, -1));
    const unused = filesBelow('.')
      .filter(inContext)
      .filter((file) => !copied.some((source) => file === source || file.startsWith(`${source}/`)));
    expect(unused).to.deep.equal([]);
  });

  it('lets in what the images are built from: every source of the agents, the kernel and the page', () => {
    const needed = filesBelow('.').filter((file) => /^(?:shared\/src|agents\/[^/]+\/src|web)\//u.test(file));
    expect(needed.length).to.be.greaterThan(100);
    expect(needed.filter((file) => !inContext(file))).to.deep.equal([]);
  });
});
