/** The settings of the agents on AWS, under the names of `shared/src/settings.ts`: in this file and nowhere else. */
import { Duration, type Stack } from 'aws-cdk-lib';
import { Secret as EcsSecret } from 'aws-cdk-lib/aws-ecs';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { settingsTable } from '@deskfleet/shared/settings.ts';
import type { FleetDatabase } from './database-stack.ts';
import type { Environment } from './options.ts';
import type { SignInStack } from './sign-in-stack.ts';

type SettingName = keyof typeof settingsTable;
type TaskSettings = Partial<Record<SettingName, string | undefined>>;

/** What an agent does without being told. */
export function settingDefault<Name extends SettingName>(
  name: Name,
): ReturnType<(typeof settingsTable)[Name]['parse']> {
  return settingsTable[name].parse(undefined) as ReturnType<(typeof settingsTable)[Name]['parse']>;
}

export const milliseconds = (
  name: 'TURN_TIMEOUT_MS' | 'SHUTDOWN_DELAY_MS' | 'SHUTDOWN_GRACE_MS' | 'KEEP_ALIVE_TIMEOUT_MS',
): Duration => Duration.millis(settingDefault(name));

/** Where the database is; the migrations read the same names. */
export function databaseEnvironment(database: FleetDatabase): Record<string, string> {
  return {
    DATABASE_RESOURCE_ARN: database.cluster.clusterArn,
    DATABASE_SECRET_ARN: database.secret.secretArn,
    DATABASE_NAME: database.name,
  } satisfies TaskSettings;
}

/** Every look for conversations to end or to note wakes the database up: where it may sleep there are four a day. */
const SELDOM = Duration.hours(6);

export interface EnvironmentSources {
  readonly environment: Environment;
  readonly database: FleetDatabase;
  readonly signIn: Pick<SignInStack, 'issuer' | 'jwksUrl' | 'clientId'>;
  /** `rediss://…` of the cache, if there is one. */
  readonly cacheUrl: string | undefined;
}

/** Plain environment variables of every agent's container. Nothing secret is among them. */
export function taskEnvironment(stack: Stack, sources: EnvironmentSources): Record<string, string> {
  const { environment, database, signIn, cacheUrl } = sources;
  const seldom = environment.autoPause ? String(SELDOM.toMilliseconds()) : undefined;
  const variables = {
    AWS_REGION: stack.region,
    ...databaseEnvironment(database),
    TOKEN_ISSUER: signIn.issuer,
    JWKS_URL: signIn.jwksUrl,
    TOKEN_AUDIENCE: signIn.clientId,
    // Service Connect answers under the agents' own names.
    AGENT_URL_TEMPLATE: 'http://{name}:{port}',
    // The load balancer, and nobody else, stands before an agent.
    TRUSTED_PROXIES: '1',
    BEDROCK_MODEL_ID: environment.modelId,
    BEDROCK_GUARDRAIL_ID: environment.guardrailId,
    BEDROCK_GUARDRAIL_VERSION: environment.guardrailVersion,
    DEFAULT_TENANT: environment.defaultTenant,
    REDIS_URL: cacheUrl,
    AUTO_RESOLVE_INTERVAL_MS: seldom,
    REMEMBER_INTERVAL_MS: seldom,
  } satisfies TaskSettings;
  const given = Object.entries<string | undefined>(variables);
  return Object.fromEntries(given.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** What only the supervisor needs, which serves the pages: where Cognito answers follows from TOKEN_ISSUER. */
export function pageEnvironment(signIn: Pick<SignInStack, 'clientId'>): Record<string, string> {
  return { SIGN_IN_CLIENT_ID: signIn.clientId } satisfies TaskSettings;
}

/** Variables that ECS fills in from Secrets Manager when a task starts. */
export function taskSecrets(serviceTokenSecret: ISecret): Record<string, EcsSecret> {
  return { SERVICE_TOKEN_SECRET: EcsSecret.fromSecretsManager(serviceTokenSecret) } satisfies Partial<
    Record<SettingName, EcsSecret>
  >;
}
