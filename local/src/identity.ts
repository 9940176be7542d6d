/** Settings of every agent on the laptop: the same names as on AWS, pointing at the local endpoints. */
import { LOCAL_DATABASE, LOCAL_RESOURCE_ARN, LOCAL_SECRET_ARN } from './rds-data/identity.ts';
import { DEMO_CLOCK } from './demo-data/clock.ts';

/** `aud` of the local issuer's tokens, and the app client of what stands for Cognito: on AWS too they are the same. */
export const LOCAL_AUDIENCE = 'deskfleet';

export interface Endpoints {
  readonly rdsData: string;
  readonly bedrock: string;
  readonly issuer: string;
  readonly serviceSecret: string;
}

/** The environment an agent is started with. Credentials are dummies: the local endpoints check no signature. */
export function agentEnvironment(endpoints: Endpoints): Record<string, string> {
  return {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_RDS_DATA: endpoints.rdsData,
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: endpoints.bedrock,
    DATABASE_RESOURCE_ARN: LOCAL_RESOURCE_ARN,
    DATABASE_SECRET_ARN: LOCAL_SECRET_ARN,
    DATABASE_NAME: LOCAL_DATABASE,
    JWKS_URL: `${endpoints.issuer}/.well-known/jwks.json`,
    TOKEN_ISSUER: endpoints.issuer,
    TOKEN_AUDIENCE: LOCAL_AUDIENCE,
    SERVICE_TOKEN_SECRET: endpoints.serviceSecret,
    DEFAULT_TENANT: 'acme',
    // Everybody comes from one address here, and as one of a few customers.
    RATE_LIMIT_ADDRESS_PER_MINUTE: '0',
    RATE_LIMIT_CUSTOMER_PER_MINUTE: '0',
    CLOCK: DEMO_CLOCK,
  };
}

/** What has to be set to run against a real account; everything else has a default. */
const NEEDED_ON_AWS = ['DATABASE_RESOURCE_ARN', 'DATABASE_SECRET_ARN'] as const;

/**
 * The environment of agents on this machine that use Bedrock and Aurora of a real account. Sign-in stays local unless
 * JWKS_URL and TOKEN_ISSUER are given. @throws {Error} naming what is missing.
 */
export function awsEnvironment(
  given: Readonly<Record<string, string | undefined>>,
  issuer: string,
  serviceSecret: string,
): Record<string, string> {
  const region = [given['AWS_REGION'], given['AWS_DEFAULT_REGION']].find((one) => one !== undefined && one !== '');
  const missing = [
    ...(region === undefined ? ['AWS_REGION'] : []),
    ...NEEDED_ON_AWS.filter((name) => (given[name] ?? '') === ''),
  ];
  if (missing.length > 0) throw new Error(`DESKFLEET_AWS=1 needs ${missing.join(', ')}. See docs/operating.md.`);
  const own = given['JWKS_URL'] !== undefined && given['TOKEN_ISSUER'] !== undefined;
  return {
    AWS_REGION: region ?? '',
    SERVICE_TOKEN_SECRET: given['SERVICE_TOKEN_SECRET'] ?? serviceSecret,
    ...(own
      ? {}
      : { JWKS_URL: `${issuer}/.well-known/jwks.json`, TOKEN_ISSUER: issuer, TOKEN_AUDIENCE: LOCAL_AUDIENCE }),
  };
}
