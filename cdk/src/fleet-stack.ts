/** The fleet: the load balancer, five agents in clusters of their own, and how they find each other. */
import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { HttpNamespace } from 'aws-cdk-lib/aws-servicediscovery';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import type { Construct } from 'constructs';
import { FLEET, SPECIALIST_NAMES, type AgentName } from '@deskfleet/shared/fleet.ts';
import { acknowledge } from './acknowledge.ts';
import { AgentService } from './agent-service.ts';
import { Cache } from './cache.ts';
import type { FleetDatabase } from './database-stack.ts';
import { imageOf } from './images.ts';
import { LoadBalancer } from './load-balancer.ts';
import { allowModels } from './model-access.ts';
import { namespaceName, serviceSecretName } from './names.ts';
import type { Environment } from './options.ts';
import type { SignInStack } from './sign-in-stack.ts';
import { pageEnvironment, taskEnvironment, taskSecrets } from './task-environment.ts';

/** Agents that search by meaning or write down what will be found so: they embed texts. A test looks into their code. */
export const EMBEDDING_AGENTS: readonly AgentName[] = ['supervisor', 'personalization', 'troubleshooting'];

export interface FleetParts {
  readonly vpc: IVpc;
  readonly database: FleetDatabase;
  readonly signIn: SignInStack;
  readonly repositories: ReadonlyMap<AgentName, IRepository>;
}

export class FleetStack extends Stack {
  readonly loadBalancer: LoadBalancer;
  readonly agents: ReadonlyMap<AgentName, AgentService>;

  constructor(scope: Construct, id: string, environment: Environment, parts: FleetParts, props: StackProps) {
    super(scope, id, props);
    const { vpc, database, signIn, repositories } = parts;
    this.loadBalancer = new LoadBalancer(this, 'LoadBalancer', environment, vpc);
    const namespace = new HttpNamespace(this, 'Namespace', {
      name: namespaceName(environment),
      description: `Where the agents of ${environment.name} find each other`,
    });
    const cache = environment.cache ? new Cache(this, 'Cache', environment, vpc) : undefined;
    const variables = taskEnvironment(this, { environment, database, signIn, cacheUrl: cache?.url });
    const secrets = taskSecrets(this.#serviceTokenSecret(environment));
    this.agents = new Map(
      FLEET.map((member): [AgentName, AgentService] => {
        const image = imageOf(member, environment, repositories);
        const agent = new AgentService(this, member.name, {
          member,
          environment,
          vpc,
          namespace,
          loadBalancer: this.loadBalancer,
          image,
          variables: member.name === 'supervisor' ? { ...variables, ...pageEnvironment(signIn) } : variables,
          secrets,
        });
        database.cluster.grantDataApiAccess(agent.task.role);
        allowModels(agent.task.role, environment, { embeds: EMBEDDING_AGENTS.includes(member.name) });
        if (cache) {
          cache.securityGroup.addIngressRule(agent.securityGroup, cache.port, `From ${member.name}`);
          agent.securityGroup.addEgressRule(cache.securityGroup, cache.port, 'To the cache');
        }
        return [member.name, agent];
      }),
    );
    this.#letSupervisorCall();
    new CfnOutput(this, 'Url', { value: this.loadBalancer.url, description: 'The chat page, and the API below it' });
  }

  /** The only calls between agents: the supervisor delegates to specialists and runs their tools. */
  #letSupervisorCall(): void {
    const supervisor = this.agents.get('supervisor');
    if (supervisor === undefined) throw new Error('There is no supervisor in the fleet.');
    for (const name of SPECIALIST_NAMES) this.agents.get(name)?.allowFrom(supervisor);
  }

  #serviceTokenSecret(environment: Environment): Secret {
    const secret = new Secret(this, 'ServiceTokenSecret', {
      secretName: serviceSecretName(environment),
      description: "Signs the agents' tokens to each other (SERVICE_TOKEN_SECRET)",
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    acknowledge(secret, {
      SMG4: 'Tasks read it when they start: a new value while they run would part those that know it from those that do not. cdk/README.md says how it is changed.',
    });
    return secret;
  }
}
