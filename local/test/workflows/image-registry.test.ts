import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { FLEET } from '@deskfleet/shared/fleet.ts';
import { ROOT } from './workflows.ts';

const REGISTRY = '111122223333.dkr.ecr.eu-central-1.amazonaws.com';

describe('npm run image:push and image:promote', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'deskfleet-registry-'));
    install('docker', 'exit 0');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function install(program: string, does: string): void {
    const note = `echo "$(basename "$0") $*" >> ${folder}/calls`;
    writeFileSync(join(folder, program), `#!/bin/sh\n${note}\n${does}\n`, { mode: 0o755 });
  }

  /** A registry of files: which images there are, with their digest. */
  function registryOf(images: Readonly<Record<string, string>>, copied = 'sha256:of-the-source'): void {
    const known = Object.entries(images).map(([image, digest]) => `*"docker://${image}") echo ${digest}; exit 0;;`);
    install(
      'skopeo',
      `case "$1" in
copy) for last; do :; done; echo "$last" >> ${folder}/copied;;
inspect) case "$*" in ${known.join('\n')}
*) for last; do :; done; if grep -qx "$last" ${folder}/copied 2>/dev/null; then echo ${copied}; else exit 1; fi;; esac;;
esac`,
    );
  }

  function registry(command: string, ...argv: readonly string[]) {
    const result = spawnSync(process.execPath, [`${ROOT}scripts/image-registry.mjs`, command, ...argv], {
      encoding: 'utf8',
      env: { ...process.env, PATH: `${folder}:/usr/bin:/bin` },
    });
    const calls = existsSync(`${folder}/calls`) ? readFileSync(`${folder}/calls`, 'utf8').trim().split('\n') : [];
    return { ...result, calls: calls.filter((call) => !call.startsWith('skopeo inspect')) };
  }

  const images = (environment: string) => FLEET.map(({ image }) => `${REGISTRY}/${image}-${environment}:abc`);
  const into = ['--registry', REGISTRY, '--tag', 'abc'];

  it('pushes every agent into the repository of the environment', () => {
    registryOf({});
    const { status, calls } = registry('push', ...into, '--environment', 'dev');
    expect(status).to.equal(0);
    expect(calls).to.deep.equal(
      FLEET.flatMap(({ image }) => [
        `docker tag ${image}:abc ${REGISTRY}/${image}-dev:abc`,
        `docker push ${REGISTRY}/${image}-dev:abc`,
      ]),
    );
  });

  it('leaves alone what is there, so that a run can be repeated', () => {
    registryOf(Object.fromEntries(images('dev').map((image) => [image, 'sha256:1'])));
    const { status, calls } = registry('push', ...into, '--environment', 'dev');
    expect(status).to.equal(0);
    expect(calls).to.deep.equal([]);
  });

  it('hands the same bytes on to the next environment', () => {
    registryOf(Object.fromEntries(images('dev').map((image) => [image, 'sha256:of-the-source'])));
    const { status, calls, stdout } = registry('promote', ...into, '--from', 'dev', '--environment', 'staging');
    expect(status).to.equal(0);
    expect(calls).to.deep.equal(
      images('dev').map(
        (source, index) =>
          `skopeo copy --all --preserve-digests docker://${source} docker://${images('staging')[index] ?? ''}`,
      ),
    );
    expect(stdout).to.include(`${images('staging')[0] ?? ''} is sha256:of-the-source.`);
  });

  it('takes them from another account', () => {
    const other = '444455556666.dkr.ecr.eu-central-1.amazonaws.com';
    registryOf({ [`${other}/supervisor-agent-dev:abc`]: 'sha256:of-the-source' });
    const flags = [...into, '--from', 'dev', '--from-registry', other, '--environment', 'staging'];
    expect(registry('promote', ...flags).calls[0]).to.include(`docker://${other}/supervisor-agent-dev:abc `);
  });

  it('fails when an image is missing, or when what arrived or was there is another one', () => {
    registryOf({});
    const missing = registry('promote', ...into, '--from', 'dev', '--environment', 'staging');
    expect(missing.status).to.equal(1);
    expect(missing.stderr).to.equal(`${images('dev')[0] ?? ''} cannot be read.\n`);
    registryOf({ [images('dev')[0] ?? '']: 'sha256:of-the-source' }, 'sha256:another');
    const changed = registry('promote', ...into, '--from', 'dev', '--environment', 'staging');
    expect(changed.status).to.equal(1);
    expect(changed.stderr).to.include('is sha256:another, but').and.to.include('is sha256:of-the-source.');
  });

  it('names what is missing from the command line', () => {
    registryOf({});
    expect(registry('push', '--tag', 'abc').stderr).to.equal('Missing: --registry, --environment. See --help\n');
    expect(registry('promote', ...into, '--environment', 'prod').stderr).to.equal('Missing: --from. See --help\n');
    expect(registry('push', '--bogus').stderr).to.equal("Unknown option '--bogus'. See --help\n");
    expect(registry('pull').status).to.equal(1);
    expect(registry('push', '--help').stdout).to.include('--from-registry');
  });
});
