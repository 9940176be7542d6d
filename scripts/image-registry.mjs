// `npm run image:push` and `npm run image:promote`: the images of one commit into an environment's repositories.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { loadFleet } from './load-fleet.mjs';

const HELP = `npm run image:push -- --registry R --environment E --tag T
npm run image:promote -- --registry R --environment E --from E0 [--from-registry R0] --tag T

push     the images AGENT-agent:T of this machine to R/AGENT-agent-E:T, with docker
promote  R0/AGENT-agent-E0:T to R/AGENT-agent-E:T, the same bytes, with skopeo

An image that is there already is left alone: repositories do not take another one under the same tag.

  --registry R         where to: ACCOUNT.dkr.ecr.REGION.amazonaws.com, signed in already
  --environment E      dev, staging or prod
  --from E0            the environment whose images are taken over
  --from-registry R0   where from; default: the same registry
  --tag T              tag of the images, such as the commit
  --help               this text
`;

/** What one line explains. */
class Problem extends Error {}

/** The repository of an agent's images; cdk/src/names.ts makes them. */
const repository = (registry, image, environment) => `${registry}/${image}-${environment}`;

function run(program, ...argv) {
  const { error, status } = spawnSync(program, argv, { stdio: 'inherit' });
  if (error) throw new Problem(`${program} cannot be run: ${error.message}`);
  if (status !== 0) throw new Problem(`${program} ${argv.join(' ')} failed.`);
}

/** The digest of an image in a registry; undefined when it is not there. */
function digestOf(image) {
  const { error, status, stdout } = spawnSync('skopeo', ['inspect', '--format', '{{.Digest}}', `docker://${image}`], {
    encoding: 'utf8',
  });
  if (error) throw new Problem(`skopeo cannot be run: ${error.message}`);
  return status === 0 ? stdout.trim() : undefined;
}

function push({ image }, { registry, environment, tag }) {
  const target = `${repository(registry, image, environment)}:${tag}`;
  if (digestOf(target) !== undefined) return console.log(`${target} is there already.`);
  run('docker', 'tag', `${image}:${tag}`, target);
  run('docker', 'push', target);
}

function promote({ image }, { registry, environment, from, 'from-registry': fromRegistry = registry, tag }) {
  const source = `${repository(fromRegistry, image, from)}:${tag}`;
  const target = `${repository(registry, image, environment)}:${tag}`;
  const digest = digestOf(source);
  if (digest === undefined) throw new Problem(`${source} cannot be read.`);
  if (digestOf(target) === undefined)
    run('skopeo', 'copy', '--all', '--preserve-digests', `docker://${source}`, `docker://${target}`);
  const arrived = digestOf(target);
  if (arrived !== digest) throw new Problem(`${target} is ${arrived}, but ${source} is ${digest}.`);
  console.log(`${target} is ${digest}.`);
}

const COMMANDS = {
  push: { run: push, needs: ['registry', 'environment', 'tag'] },
  promote: { run: promote, needs: ['registry', 'environment', 'from', 'tag'] },
};

function readArguments(argv) {
  const text = { type: 'string' };
  try {
    return parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        registry: text,
        environment: text,
        from: text,
        'from-registry': text,
        tag: text,
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new Problem(`${error.message.split('. ')[0]}. See --help`);
  }
}

async function main() {
  const { values, positionals } = readArguments(process.argv.slice(2));
  const command = COMMANDS[positionals[0]];
  if (values.help || command === undefined || positionals.length > 1) {
    process.stdout.write(HELP);
    if (!values.help) process.exitCode = 1;
    return;
  }
  const missing = command.needs.filter((name) => !values[name]);
  if (missing.length > 0) throw new Problem(`Missing: ${missing.map((name) => `--${name}`).join(', ')}. See --help`);
  const { FLEET } = await loadFleet();
  for (const member of FLEET) command.run(member, values);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
