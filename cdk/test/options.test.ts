import { App } from 'aws-cdk-lib';
import { expect } from 'chai';
import { OptionsError, readOptions, type Environment } from '../src/options.ts';
import { CERTIFICATE } from './support.ts';

const read = (
  context: Readonly<Record<string, string>>,
  defaults: Readonly<Record<string, string>> = {},
): Environment => readOptions(new App({ context }).node, defaults);

function problems(context: Readonly<Record<string, string>>): string {
  try {
    read(context);
  } catch (error) {
    if (error instanceof OptionsError) return error.message;
    throw error;
  }
  throw new Error('it was taken');
}

describe('the options', () => {
  it('need an environment, and say which there are', () => {
    expect(problems({})).to.match(/^-c env is missing: give one of dev, staging, prod\./u);
    expect(problems({ env: 'production' })).to.match(/^-c env is "production": give one of dev, staging, prod\./u);
  });

  it('tell everything that is wrong, a line each', () => {
    const lines = problems({ env: 'dev', certificateArn: 'abc', cache: 'maybe', alarmEmail: 'nobody' }).split('\n');
    expect(lines.map((line) => /^-c (\w+) is "/u.exec(line)?.[1])).to.have.members([
      'certificateArn',
      'cache',
      'alarmEmail',
    ]);
  });

  const wrong: readonly [Record<string, string>, RegExp][] = [
    [{ env: 'staging' }, /-c certificateArn is missing: staging is reached over HTTPS only/u],
    [{ env: 'prod' }, /-c certificateArn is missing: prod is reached over HTTPS only/u],
    [{ env: 'prod', certificateArn: CERTIFICATE, autoPause: 'true' }, /autoPause=true is for dev only/u],
    [{ env: 'dev', guardrailVersion: '1' }, /guardrailVersion needs -c guardrailId/u],
    [{ env: 'dev', region: 'Frankfurt' }, /-c region is "Frankfurt": give a region such as eu-central-1/u],
    [{ env: 'dev', region: 'xx-nowhere-1' }, /-c region is "xx-nowhere-1": .*model-regions\.ts/u],
    [{ env: 'dev', imagetag: 'abc' }, /^-c imagetag is no option\. There are: env, region, /u],
    [{ env: 'dev', imageTag: 'a b' }, /-c imageTag is "a b"/u],
    [
      { env: 'dev', modelId: 'arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/abc' },
      /-c modelId is "arn:/u,
    ],
  ];
  for (const [context, says] of wrong)
    it(`refuse ${JSON.stringify(context)}`, () => {
      expect(problems(context)).to.match(says);
    });

  it('take the region of -c region, else of the AWS profile, else Frankfurt', () => {
    expect(read({ env: 'dev', region: 'us-east-1' }, { CDK_DEFAULT_REGION: 'eu-west-1' }).region).to.equal('us-east-1');
    expect(read({ env: 'dev' }, { CDK_DEFAULT_REGION: 'eu-west-1' }).region).to.equal('eu-west-1');
    expect(read({ env: 'dev' }).region).to.equal('eu-central-1');
  });

  it('are off unless they are said', () => {
    expect(read({ env: 'dev' })).to.include({ autoPause: false, cache: false, collector: false, blueGreen: false });
    expect(read({ env: 'dev', cache: 'true' }).cache).to.equal(true);
  });
});
