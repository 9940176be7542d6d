import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { AGENT_NAMES, FLEET } from '@deskfleet/shared/fleet.ts';
import { ROOT } from './dockerfile.ts';

describe('npm run image', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'deskfleet-builders-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Runs the command on a machine that has the builders in `folder` and no others. */
  function image(...argv: readonly string[]): { status: number | null; stdout: string; stderr: string } {
    return spawnSync(process.execPath, [join(ROOT, 'scripts/image.mjs'), ...argv], {
      encoding: 'utf8',
      env: { ...process.env, PATH: folder },
    });
  }

  /** A builder that notes what it is called with; `answers` says what it does. */
  function install(builder: string, answers: string): void {
    writeFileSync(join(folder, builder), `#!/bin/sh\necho "$@" >> ${folder}/${builder}.calls\n${answers}\n`, {
      mode: 0o755,
    });
  }
  const calls = (builder: string): readonly string[] =>
    readFileSync(join(folder, `${builder}.calls`), 'utf8')
      .trim()
      .split('\n');

  it('builds the image of one agent under its name in the fleet', () => {
    install('docker', 'exit 0');
    const { status, stdout } = image('order-management', '--tag', '1.2', '--platform', 'linux/amd64');
    expect(status).to.equal(0);
    expect(stdout).to.equal('order-management-agent:1.2 is built.\n');
    expect(calls('docker')).to.deep.equal([
      'info',
      'build --build-arg AGENT=order-management --tag order-management-agent:1.2 --platform linux/amd64 .',
    ]);
  });

  it('builds all of them', () => {
    install('podman', 'exit 0');
    expect(image('--all').status).to.equal(0);
    expect(calls('podman').slice(1)).to.deep.equal(
      FLEET.map((one) => `build --build-arg AGENT=${one.name} --tag ${one.image}:latest .`),
    );
  });

  it('passes over a builder that does not answer, and says why when no other does', () => {
    install('docker', 'echo "Cannot connect to the Docker daemon." >&2; exit 1');
    const alone = image('supervisor');
    expect(alone.status).to.equal(1);
    expect(alone.stderr).to.equal('docker does not work here: Cannot connect to the Docker daemon.\n');
    install('finch', 'exit 0');
    expect(image('supervisor').status).to.equal(0);
  });

  it('says in one line that there is no builder', () => {
    const { status, stderr } = image('supervisor');
    expect(status).to.equal(1);
    expect(stderr).to.equal(
      'An image is built with docker, podman, finch; none of them is installed on this machine.\n',
    );
  });

  it('stops at the image that cannot be built', () => {
    install('docker', 'test "$1" = info');
    const { status, stderr } = image('--all');
    expect(status).to.equal(1);
    expect(stderr).to.equal('docker could not build supervisor-agent:latest.\n');
  });

  it('names the agents for an unknown name and for none', () => {
    const names = AGENT_NAMES.join(', ');
    expect(image('billing').stderr).to.equal(`There is no agent "billing". There are: ${names}.\n`);
    expect(image().stderr).to.equal(`Which agent? There are: ${names}. Or --all.\n`);
  });

  it('refuses what it does not understand', () => {
    expect(image('supervisor', '--all').stderr).to.equal('Either --all or the name of an agent, not both.\n');
    expect(image('supervisor', '--tag', 'a b').stderr).to.equal('"a b" cannot be a tag.\n');
    expect(image('--push').stderr).to.equal("Unknown option '--push'. See: npm run image -- --help\n");
  });

  it('explains itself', () => {
    const { status, stdout } = image('--help');
    expect(status).to.equal(0);
    expect(stdout).to.include('--all').and.to.include('--tag').and.to.include('--platform');
  });
});
