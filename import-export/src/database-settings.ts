/** The settings of the database, and of the model that embeds articles: who loads a shop needs no token issuer. */
import { z } from 'zod';
import type { DatabaseSettings } from '@deskfleet/shared/database/connect.ts';
import { settingsTable, type Settings } from '@deskfleet/shared/settings.ts';
import { UsageError } from './usage.ts';

const databaseTable = z.object(settingsTable).pick({
  AWS_REGION: true,
  DATABASE_RESOURCE_ARN: true,
  DATABASE_SECRET_ARN: true,
  DATABASE_NAME: true,
  DATABASE_RESUME_TIMEOUT_MS: true,
  DEFAULT_TENANT: true,
  BEDROCK_EMBEDDING_MODEL_ID: true,
  MODEL_TIMEOUT_MS: true,
});

export type Environment = Readonly<Record<string, string | undefined>>;

export type ShopSettings = DatabaseSettings &
  Pick<Settings, 'DEFAULT_TENANT' | 'BEDROCK_EMBEDDING_MODEL_ID' | 'MODEL_TIMEOUT_MS'>;

/** @throws {UsageError} one line a setting that is missing or wrong. */
export function readDatabaseSettings(environment: Environment): ShopSettings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = databaseTable.safeParse({ ...given, AWS_REGION: given['AWS_REGION'] ?? given['AWS_DEFAULT_REGION'] });
  if (parsed.success) return parsed.data;
  throw new UsageError(
    parsed.error.issues
      .map(({ path, message }) => {
        const name = String(path[0]) as keyof typeof databaseTable.shape;
        const problem = given[name] === undefined ? 'is not set' : `is "${given[name]}": ${message}`;
        return `Setting ${name} ${problem}. ${databaseTable.shape[name].description ?? ''}`;
      })
      .join('\n'),
  );
}
