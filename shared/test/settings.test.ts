import { expect } from 'chai';
import { AGENT_NAMES } from '../src/fleet.ts';
import { agentPort, agentUrl, loadSettings, SettingsError, settingsTable } from '../src/settings.ts';

const SECRET = 'a-secret-of-more-than-thirty-two-characters';
const NEEDED = {
  AWS_REGION: 'eu-central-1',
  DATABASE_RESOURCE_ARN: 'arn:aws:rds:eu-central-1:1:cluster:d',
  DATABASE_SECRET_ARN: 'arn:aws:secretsmanager:eu-central-1:1:secret:d',
  JWKS_URL: 'https://issuer.example/jwks.json',
  TOKEN_ISSUER: 'https://issuer.example',
  SERVICE_TOKEN_SECRET: SECRET,
};

function problemsOf(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  try {
    loadSettings(environment);
  } catch (error) {
    expect(error).to.be.instanceOf(SettingsError);
    return (error as Error).message.split('\n');
  }
  return [];
}

describe('settings', () => {
  it('have defaults for all but what only the operator knows', () => {
    const settings = loadSettings(NEEDED);
    expect(settings).to.deep.include({
      ...NEEDED,
      DATABASE_NAME: 'deskfleet',
      MODEL_MAX_CALLS: 6,
      DEFAULT_TENANT: 'acme',
      TURN_TIMEOUT_MS: 90_000,
      DELEGATION_TIMEOUT_MS: 45_000,
      QUOTE_TTL_MS: 900_000,
      MESSAGE_MAX_CHARACTERS: 8_000,
      PORT_OFFSET: 0,
      HOST: '0.0.0.0',
      LOG_LEVEL: 'info',
      AGENT_URL_TEMPLATE: 'http://127.0.0.1:{port}',
    });
    expect(settings.CLOCK).to.equal(undefined);
    expect(settings.TOKEN_AUDIENCE).to.equal(undefined);
    expect(settings.DELEGATION_TIMEOUT_MS).to.be.lessThan(settings.TURN_TIMEOUT_MS);
  });

  it('name everything that is missing, one line each, with what it is for', () => {
    const problems = problemsOf({});
    expect(problems.map((line) => /^Setting (\w+) is not set\. \S/u.exec(line)?.[1])).to.have.members(
      Object.keys(NEEDED),
    );
  });

  it('take the long ARN of a secret that RDS has made itself', () => {
    const secret =
      'arn:aws:secretsmanager:ap-southeast-2:123456789012:secret:rds!cluster-01234567-89ab-cdef-0123-456789abcdef-AbCdEf';
    expect(secret.length).to.be.above(100);
    expect(loadSettings({ ...NEEDED, DATABASE_SECRET_ARN: secret }).DATABASE_SECRET_ARN).to.equal(secret);
  });

  it('are all described', () => {
    for (const [name, schema] of Object.entries(settingsTable))
      expect(schema.description, name).to.match(/^[A-Z].*\.$/u);
  });

  const bad: Readonly<Record<string, readonly string[]>> = {
    DATABASE_RESOURCE_ARN: ['short'],
    DATABASE_SECRET_ARN: ['short'],
    DATABASE_RESUME_TIMEOUT_MS: ['0', '-5', 'soon'],
    MODEL_TIMEOUT_MS: ['1.5', 'x'],
    MODEL_FIRST_TOKEN_TIMEOUT_MS: ['NaN'],
    MODEL_MAX_OUTPUT_TOKENS: ['1', '1000000'],
    MODEL_MAX_CALLS: ['0', '21'],
    MODEL_RETRIES: ['-1', 'many'],
    JWKS_URL: ['not a url'],
    AGENT_URL_TEMPLATE: ['localhost'],
    CLOCK: ['yesterday', '2026-11-16'],
    TURN_TIMEOUT_MS: ['0'],
    DELEGATION_TIMEOUT_MS: ['-1'],
    QUOTE_TTL_MS: ['never'],
    MESSAGE_MAX_CHARACTERS: ['99', '20001'],
    SHUTDOWN_GRACE_MS: ['0'],
    KEEP_ALIVE_TIMEOUT_MS: ['0', 'long'],
    PORT: ['0', '70000', 'http'],
    PORT_OFFSET: ['-1'],
    LOG_LEVEL: ['loud'],
  };
  for (const [name, values] of Object.entries(bad)) {
    for (const value of values) {
      it(`refuses ${name}=${value.slice(0, 20)} with one plain line`, () => {
        const problems = problemsOf({ ...NEEDED, [name]: value });
        expect(problems).to.have.length(1);
        expect(problems[0])
          .to.match(new RegExp(`^Setting ${name} is `, 'u'))
          .and.include(value);
      });
    }
  }

  it('refuse a short secret without showing it', () => {
    const problems = problemsOf({ ...NEEDED, SERVICE_TOKEN_SECRET: 'hunter2' });
    expect(problems).to.have.length(1);
    expect(problems[0])
      .to.match(/^Setting SERVICE_TOKEN_SECRET is not right/u)
      .and.not.include('hunter2');
  });

  it('take the region from AWS_DEFAULT_REGION when AWS_REGION is unset or empty', () => {
    const { AWS_REGION: _, ...rest } = NEEDED;
    expect(loadSettings({ ...rest, AWS_DEFAULT_REGION: 'us-west-2' }).AWS_REGION).to.equal('us-west-2');
    expect(loadSettings({ ...rest, AWS_REGION: '', AWS_DEFAULT_REGION: 'us-west-2' }).AWS_REGION).to.equal('us-west-2');
    expect(loadSettings({ ...NEEDED, AWS_DEFAULT_REGION: 'us-west-2' }).AWS_REGION).to.equal('eu-central-1');
  });

  it('count an empty value as unset', () => {
    expect(loadSettings({ ...NEEDED, MODEL_MAX_CALLS: '', TOKEN_AUDIENCE: '' })).to.include({
      MODEL_MAX_CALLS: 6,
      TOKEN_AUDIENCE: undefined,
    });
  });

  it('place the agents', () => {
    const settings = loadSettings({ ...NEEDED, PORT_OFFSET: '100' });
    expect(AGENT_NAMES.map((name) => agentPort(settings, name))).to.deep.equal([8100, 8101, 8102, 8103, 8104]);
    expect(agentPort({ PORT: 9000, PORT_OFFSET: 100 }, 'supervisor')).to.equal(9000);
    expect(agentUrl(settings, 'troubleshooting')).to.equal('http://127.0.0.1:8104');
    expect(
      agentUrl({ AGENT_URL_TEMPLATE: 'http://{name}.internal:{port}', PORT_OFFSET: 0 }, 'order-management'),
    ).to.equal('http://order-management.internal:8001');
  });
});
