/** The Dockerfile as its own instructions say it: what the tests copy, run and start is read from it, not repeated. */
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import dockerignore from '@balena/dockerignore';
import { DockerfileParser, type Copy, type Instruction } from 'dockerfile-ast';
import { z } from 'zod';
import type { AgentName } from '@deskfleet/shared/fleet.ts';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/u, '');
export const DOCKERFILE = readFileSync(`${ROOT}/Dockerfile`, 'utf8');

const parsed = DockerfileParser.parse(DOCKERFILE);
const ignored = dockerignore().add(readFileSync(`${ROOT}/.dockerignore`, 'utf8'));

/** Whether the path, relative to the repository, reaches the builder. */
export const inContext = (path: string): boolean => !ignored.ignores(path);

/** Instructions of one keyword, in the order of the file. */
export function instructions(keyword: string): readonly Instruction[] {
  return parsed.getInstructions().filter((one) => one.getKeyword() === keyword);
}

/** Arguments of an instruction as they are written, without flags. */
export const wordsOf = (instruction: Instruction): readonly string[] =>
  instruction.getArguments().map((argument) => argument.getValue());

const isCopy = (one: Instruction): one is Copy => one.getKeyword() === 'COPY';

function stages(): readonly (readonly Instruction[])[] {
  const all = parsed.getInstructions();
  const starts = all.flatMap((one, index) => (one.getKeyword() === 'FROM' ? [index] : []));
  return starts.map((start, index) => all.slice(start, starts[index + 1]));
}

/** The words of an instruction's exec form, the JSON array at its end. */
function execForm(keyword: string): readonly string[] {
  const raw = instructions(keyword).at(-1)?.getRawArgumentsContent() ?? '';
  return z.array(z.string()).parse(JSON.parse(/\[.*\]$/u.exec(raw)?.[0] ?? 'null'));
}

/** What the container runs. */
export const command = (): readonly string[] => execForm('CMD');

/** What the container runs to see whether it is healthy. */
export const healthCommand = (): readonly string[] => execForm('HEALTHCHECK');

/** The image's own environment. */
export function environment(): Readonly<Record<string, string>> {
  const properties = parsed.getENVs().flatMap((one) => one.getProperties());
  return Object.fromEntries(properties.map((one) => [one.getName(), one.getValue() ?? '']));
}

/** Copies as COPY does: the contents of a folder, or a file; only what `.dockerignore` lets through. */
function copyFromContext(copy: Copy, workdir: string): void {
  const words = wordsOf(copy);
  const to = words.at(-1) ?? '';
  for (const source of words.slice(0, -1)) {
    const path = join(ROOT, source);
    const target = resolve(
      workdir,
      to.endsWith('/') && !statSync(path).isDirectory() ? join(to, basename(source)) : to,
    );
    const files = filesBelow(source).filter(inContext);
    if (files.length === 0) throw new Error(`COPY ${source}: nothing of it is in the build context`);
    for (const file of files) {
      const place = join(target, file.slice(source.length));
      mkdirSync(dirname(place), { recursive: true });
      cpSync(join(ROOT, file), place);
    }
  }
}

/** Files at or below a path of the repository, relative to it; installed packages are not looked into. */
export function filesBelow(path: string): readonly string[] {
  if (!existsSync(join(ROOT, path))) throw new Error(`${path} is not in the repository`);
  if (!statSync(join(ROOT, path)).isDirectory()) return [path];
  return readdirSync(join(ROOT, path))
    .filter((name) => name !== 'node_modules' && name !== '.git')
    .flatMap((name) => filesBelow(path === '.' ? name : `${path}/${name}`));
}

/** Stands in for `npm ci`: the packages that are installed already, with the workspaces of this build beside them. */
function linkPackages(workdir: string): void {
  const modules = join(workdir, 'node_modules');
  mkdirSync(join(modules, '@deskfleet'), { recursive: true });
  for (const name of readdirSync(`${ROOT}/node_modules`)) {
    if (name !== '@deskfleet' && !name.startsWith('.'))
      symlinkSync(`${ROOT}/node_modules/${name}`, join(modules, name));
  }
  for (const folder of ['shared', ...readdirSync(join(workdir, 'agents')).map((name) => `agents/${name}`)])
    symlinkSync(join(workdir, folder), join(modules, '@deskfleet', basename(folder)));
}

/**
 * Carries out the Dockerfile's instructions for one agent without a builder.
 * @returns the folder with what the image holds in its working directory.
 * @throws {Error} for a source that `.dockerignore` keeps out, and for an instruction that nobody taught this function.
 */
export function imageContent(agent: AgentName): string {
  const base = mkdtempSync(join(tmpdir(), `deskfleet-image-${agent}-`));
  // A temporary folder is its maker's alone; the agent runs as somebody else.
  chmodSync(base, 0o755);
  const [build = [], final = []] = stages();
  const workdir = join(base, 'build');
  const made = join(base, 'made');
  const image = join(base, 'agent');
  mkdirSync(workdir);
  for (const instruction of build) {
    const raw = instruction.getRawArgumentsContent() ?? '';
    if (isCopy(instruction)) copyFromContext(instruction, workdir);
    else if (instruction.getKeyword() === 'RUN' && raw.startsWith('npm ci ')) linkPackages(workdir);
    else if (instruction.getKeyword() === 'RUN' && raw.startsWith('node '))
      execFileSync('sh', ['-c', raw.replaceAll('/image', made)], {
        cwd: workdir,
        env: { ...process.env, AGENT: agent },
      });
    else if (!['FROM', 'WORKDIR', 'ARG'].includes(instruction.getKeyword()))
      throw new Error(`what does the test do for ${instruction.getKeyword()} ${raw}?`);
  }
  for (const copy of final.filter(isCopy)) {
    const [from = '', to = ''] = wordsOf(copy);
    if (copy.getFromFlag()?.getValue() !== 'build') throw new Error(`COPY ${from} is not from the build stage`);
    cpSync(from.replace('/image', made), resolve(image, to), { recursive: true });
  }
  return image;
}
