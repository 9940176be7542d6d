/**
 * The project's own migrations against the database that the environment names. An older release may be put back on a
 * newer database: what it does not know of stays, and is no fault.
 */
import { z } from 'zod';
import { connectDatabase } from '@deskfleet/shared/database/connect.ts';
import { migrate } from '@deskfleet/shared/database/migrations.ts';
import { settingsTable } from '@deskfleet/shared/settings.ts';

const { AWS_REGION, DATABASE_RESOURCE_ARN, DATABASE_SECRET_ARN, DATABASE_NAME, DATABASE_RESUME_TIMEOUT_MS } =
  settingsTable;
const settingsSchema = z.object({
  AWS_REGION,
  DATABASE_RESOURCE_ARN,
  DATABASE_SECRET_ARN,
  DATABASE_NAME,
  DATABASE_RESUME_TIMEOUT_MS,
});

/**
 * @param environment the settings of the database, under the names that agents use
 * @returns what was applied by this run and what waits for an extension, names separated by commas
 * @throws {MigrationError} with one line a problem
 */
export async function migrateFromEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  folder: string,
  signal: AbortSignal,
): Promise<{ readonly Applied: string; readonly Waiting: string }> {
  const { database, close } = connectDatabase(settingsSchema.parse(environment));
  try {
    const { applied, status } = await migrate({
      database,
      folder,
      signal,
      allowNewer: true,
      onProgress: ({ file, event }) =>
        process.stdout.write(`${JSON.stringify({ level: 'info', message: event, file })}\n`),
    });
    return { Applied: applied.join(','), Waiting: status.waiting.map(({ name }) => name).join(',') };
  } finally {
    close();
  }
}
