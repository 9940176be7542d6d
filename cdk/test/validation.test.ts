/** Synthesis checks itself: a template that CloudFormation would refuse, or cdk-nag does, ends it. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ENVIRONMENT_NAMES } from '../src/environments.ts';
import { ROOT, settingsOfCdk, synthesized } from './support.ts';

/** Everything that may be switched on at once. */
const ALL = {
  cache: 'true',
  collector: 'true',
  blueGreen: 'true',
  imageTag: 'abc1234',
  guardrailId: 'abc123',
  alarmEmail: 'ops@example.com',
};

describe('the validators', () => {
  for (const name of ENVIRONMENT_NAMES)
    for (const [options, called] of [
      [{}, 'as it is'],
      [ALL, 'with every option'],
    ] as const)
      it(`find nothing in ${name} ${called}, not even to warn of`, () => {
        const reports = synthesized(name, options).report().pluginReports;
        for (const { pluginName, conclusion, violations } of reports) {
          expect(conclusion, pluginName).to.equal('success');
          expect(violations, pluginName).to.deep.equal([]);
        }
      });

  /** Synthesizes a stack made by a few lines. @returns exit code and what was written */
  function synthesize(lines: string): Promise<{ readonly code: number; readonly output: string }> {
    const outdir = mkdtempSync(join(tmpdir(), 'deskfleet-cdk-wrong-'));
    const program = `
      import { App, Stack, Validations } from 'aws-cdk-lib';
      import { CfnBucket } from 'aws-cdk-lib/aws-s3';
      import { CfnPolicy } from 'aws-cdk-lib/aws-iam';
      import { AwsSolutionsChecks } from 'cdk-nag';
      const app = new App({ outdir: ${JSON.stringify(outdir)}, context: ${JSON.stringify(settingsOfCdk())} });
      Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
      const stack = new Stack(app, 'wrong', { env: { region: 'eu-central-1' } });
      ${lines}
      app.synth();`;
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        ['--input-type=module', '-e', program],
        { cwd: `${ROOT}cdk` },
        (error, stdout, stderr) => {
          rmSync(outdir, { recursive: true, force: true });
          resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr });
        },
      );
    });
  }

  it('end a synthesis with a property that CloudFormation does not know', async () => {
    const { code, output } = await synthesize(
      `new CfnPolicy(stack, 'Policy', { policyName: 'p', roles: ['r'], policyDocument: {} }).addPropertyOverride('Colour', 'red');`,
    );
    expect(code).not.to.equal(0);
    expect(output).to.include('Colour');
  });

  it('end a synthesis with an exception that nobody has given a reason for', async () => {
    const { code, output } = await synthesize(`new CfnBucket(stack, 'Bucket');`);
    expect(code).not.to.equal(0);
    expect(output).to.include('AwsSolutions-S');
  });
});
