// `npm run image -- AGENT`: builds an agent's container image with the builder that this machine has.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadFleet } from './load-fleet.mjs';

const HELP = `npm run image -- AGENT [--tag TAG] [--platform PLATFORM]
npm run image -- --all [--tag TAG] [--platform PLATFORM]

Builds the container image AGENT-agent:TAG from the Dockerfile, with docker, podman or finch, whichever is found first.

  --all                every agent of the fleet
  --tag TAG            default: latest
  --platform PLATFORM  for example linux/amd64, what the tasks on AWS run on; default: this machine's
  --help               this text
`;
const BUILDERS = ['docker', 'podman', 'finch'];

/** A mistake that one line explains. */
class Problem extends Error {}

function readArguments(argv, names) {
  let parsed;
  try {
    parsed = parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        all: { type: 'boolean', default: false },
        tag: { type: 'string', default: 'latest' },
        platform: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new Problem(`${error.message.split('. ')[0]}. See: npm run image -- --help`);
  }
  const { values, positionals } = parsed;
  const known = `There are: ${names.join(', ')}.`;
  const unknown = positionals.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Problem(`There is no agent "${unknown}". ${known}`);
  if (values.all && positionals.length > 0) throw new Problem('Either --all or the name of an agent, not both.');
  if (!values.all && !values.help && positionals.length === 0) throw new Problem(`Which agent? ${known} Or --all.`);
  if (!/^\w[\w.-]{0,127}$/u.test(values.tag)) throw new Problem(`"${values.tag}" cannot be a tag.`);
  return { ...values, agents: values.all ? names : positionals };
}

/** The first builder that is installed and answers. A client without its machine behind it does not. */
function findBuilder() {
  const silent = [];
  for (const builder of BUILDERS) {
    const { error, status, stderr } = spawnSync(builder, ['info'], { encoding: 'utf8' });
    if (error?.code === 'ENOENT') continue;
    if (status === 0) return builder;
    silent.push(`${builder} does not work here: ${(error?.message ?? stderr).trim().split('\n').at(-1)}`);
  }
  throw new Problem(
    silent.length > 0
      ? silent.join(' ')
      : `An image is built with ${BUILDERS.join(', ')}; none of them is installed on this machine.`,
  );
}

function buildImage(builder, { name, image }, { tag, platform }) {
  const argv = ['build', '--build-arg', `AGENT=${name}`, '--tag', `${image}:${tag}`];
  if (platform !== undefined) argv.push('--platform', platform);
  const { status } = spawnSync(builder, [...argv, '.'], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: 'inherit',
  });
  if (status !== 0) throw new Problem(`${builder} could not build ${image}:${tag}.`);
  console.log(`${image}:${tag} is built.`);
}

try {
  const { FLEET } = await loadFleet();
  const options = readArguments(
    process.argv.slice(2),
    FLEET.map(({ name }) => name),
  );
  if (options.help) process.stdout.write(HELP);
  else {
    const builder = findBuilder();
    for (const member of FLEET.filter(({ name }) => options.agents.includes(name)))
      buildImage(builder, member, options);
  }
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
