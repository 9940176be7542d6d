// The registry of the fleet (shared/src/fleet.ts) for programs that run before anything is built.
import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

/** @returns what shared/src/fleet.ts exports. */
export async function loadFleet() {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../shared/src/fleet.ts', import.meta.url))],
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}
