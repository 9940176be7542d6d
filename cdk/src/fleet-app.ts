/** The stacks of one environment, in the order in which they are deployed. */
import { Tags, Validations, type App } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { DatabaseStack } from './database-stack.ts';
import { FleetStack } from './fleet-stack.ts';
import { stackName } from './names.ts';
import { NetworkStack } from './network-stack.ts';
import type { Environment } from './options.ts';
import { RepositoriesStack } from './repositories-stack.ts';
import { SignInStack } from './sign-in-stack.ts';
import { WatchingStack } from './watching-stack.ts';

export function addFleet(app: App, environment: Environment): void {
  Tags.of(app).add('project', 'deskfleet');
  Tags.of(app).add('environment', environment.name);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const id = (part: string): string => stackName(environment, part);
  // The account is that of the credentials in use: nothing of it is looked up, so synthesis needs no network.
  const props = (description: string) => ({
    env: { region: environment.region },
    description: `Deskfleet ${environment.name}: ${description}`,
  });
  const kept = (description: string) => ({ ...props(description), terminationProtection: environment.keepsData });

  const { repositories } = new RepositoriesStack(app, id('repositories'), environment, kept('images of the agents'));
  const { vpc } = new NetworkStack(app, id('network'), environment, kept('network'));
  const signIn = new SignInStack(app, id('sign-in'), environment, kept('users'));
  const data = new DatabaseStack(app, id('database'), environment, vpc, kept('database and its migrations'));
  const parts = { vpc, signIn, repositories, database: data.database };
  const fleet = new FleetStack(app, id('fleet'), environment, parts, props('load balancer and agents'));
  // The migrations of a release have run before its first task starts.
  fleet.addStackDependency(data, 'migrations');
  new WatchingStack(app, id('watching'), environment, fleet, data.database, props('alarms and dashboard'));
}
