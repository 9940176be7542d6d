/**
 * The endpoint as a process of its own. Reads RDS_DATA_PORT (0 = any), DESKFLEET_DATA_DIR (unset = nothing is kept),
 * DATABASE_URL (a PostgreSQL instead of the embedded one) and RDS_DATA_TEMPLATE (tarball a new database starts from).
 * Tells its parent { type: 'ready', url, vector } or { type: 'failed', message }; stops on SIGTERM, SIGINT and when
 * the parent goes away.
 */
import { startRdsData } from './server.ts';
import type { RdsDataServer } from './server.ts';

/** An environment variable, where empty counts as unset. */
const setting = (name: string): string | undefined => {
  const value = process.env[name];
  return value === undefined || value === '' ? undefined : value;
};

function readPort(): number {
  const text = setting('RDS_DATA_PORT') ?? '0';
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new Error(`RDS_DATA_PORT must be a port number, not "${text}".`);
  return port;
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
    return (
      `Port ${setting('RDS_DATA_PORT') ?? ''} of the local RDS Data API is in use. ` +
      'Stop the program that holds it, or set RDS_DATA_PORT to another port.'
    );
  }
  return error.message;
}

function fail(error: unknown): void {
  const message = describe(error);
  process.exitCode = 1;
  console.error(message);
  if (process.send === undefined) process.exit();
  else process.send({ type: 'failed', message }, () => process.exit());
}

function stopOn(server: Promise<RdsDataServer>): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    server
      .then((running) => running.close())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('disconnect', stop);
}

async function main(): Promise<void> {
  const starting = startRdsData({
    port: readPort(),
    dataDir: setting('DESKFLEET_DATA_DIR'),
    databaseUrl: setting('DATABASE_URL'),
    template: setting('RDS_DATA_TEMPLATE'),
  });
  stopOn(starting);
  const { url, engine } = await starting;
  if (process.send === undefined) console.log(`RDS Data API on ${url}`);
  else process.send({ type: 'ready', url, vector: engine.vector });
}

main().catch(fail);
