/** `cdk synth`, `cdk deploy`: the stacks of one environment, which `-c env=…` names. */
import { App } from 'aws-cdk-lib';
import { addFleet } from './fleet-app.ts';
import { OptionsError, readOptions } from './options.ts';

const app = new App();
try {
  addFleet(app, readOptions(app.node));
} catch (error) {
  if (!(error instanceof OptionsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
app.synth();
