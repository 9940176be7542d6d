/** A repository for each agent's images. Deployed first: a pipeline pushes into them before the fleet is deployed. */
import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { Repository, TagMutability, TagStatus, type IRepository } from 'aws-cdk-lib/aws-ecr';
import type { Construct } from 'constructs';
import { FLEET, type AgentName } from '@deskfleet/shared/fleet.ts';
import { repositoryName } from './names.ts';
import type { Environment } from './options.ts';

/** Images kept, enough to go back to any release of the last weeks. */
const IMAGES_KEPT = 30;
const DAYS_UNTAGGED = 7;

export class RepositoriesStack extends Stack {
  readonly repositories: ReadonlyMap<AgentName, IRepository>;

  constructor(scope: Construct, id: string, environment: Environment, props: StackProps) {
    super(scope, id, props);
    this.repositories = new Map(
      FLEET.map(({ name, title }): [AgentName, IRepository] => {
        const repository = new Repository(this, name, {
          repositoryName: repositoryName(name, environment),
          imageScanOnPush: true,
          imageTagMutability: TagMutability.IMMUTABLE,
          removalPolicy: environment.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
          emptyOnDelete: !environment.keepsData,
          lifecycleRules: [
            {
              rulePriority: 1,
              tagStatus: TagStatus.UNTAGGED,
              maxImageAge: Duration.days(DAYS_UNTAGGED),
              description: 'Without a tag',
            },
            { rulePriority: 2, tagStatus: TagStatus.ANY, maxImageCount: IMAGES_KEPT, description: 'Old releases' },
          ],
        });
        new CfnOutput(this, `${name}-uri`, { value: repository.repositoryUri, description: `Images of ${title}` });
        return [name, repository];
      }),
    );
  }
}
