import { createServer } from 'node:net';
import type { Port } from '../ports.ts';

/** Those of the ports that another program listens on. */
export async function busyPorts(ports: readonly Port[]): Promise<readonly Port[]> {
  const busy = await Promise.all(ports.map(async (one) => ((await isFree(one.port)) ? [] : [one])));
  return busy.flat();
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
