/** What runs in a task of an agent: its container, what it may do, and the collector beside it if there is one. */
import { Duration } from 'aws-cdk-lib';
import {
  AppProtocol,
  ContainerImage,
  CpuArchitecture,
  FargateTaskDefinition,
  LogDrivers,
  OperatingSystemFamily,
  type ContainerDefinition,
  type Secret,
} from 'aws-cdk-lib/aws-ecs';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { FleetMember } from '@deskfleet/shared/fleet.ts';
import { acknowledge } from './acknowledge.ts';
import { fleetName, taskFamily } from './names.ts';
import type { Environment } from './options.ts';
import { milliseconds } from './task-environment.ts';

export interface AgentTask {
  readonly definition: FargateTaskDefinition;
  readonly role: Role;
  readonly container: ContainerDefinition;
}

export interface AgentTaskProps {
  readonly member: FleetMember;
  readonly environment: Environment;
  readonly image: ContainerImage;
  readonly variables: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, Secret>>;
  readonly logGroup: LogGroup;
}

/** The user `node` of the official images: nobody in particular. */
const USER = '1000:1000';
/** Time for the last answers to leave and the process to end, after SHUTDOWN_DELAY_MS and SHUTDOWN_GRACE_MS. */
const AFTER_GRACE = Duration.seconds(10);

export function agentTask(scope: Construct, props: AgentTaskProps): AgentTask {
  const { member, environment, logGroup } = props;
  const role = new Role(scope, 'TaskRole', {
    roleName: fleetName(`${member.name}-task`, environment),
    description: `What ${member.title} may do`,
    assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com'),
  });
  const definition = new FargateTaskDefinition(scope, 'Task', {
    family: taskFamily(member.name, environment),
    cpu: environment.task.cpu,
    memoryLimitMiB: environment.task.memoryMiB,
    taskRole: role,
    runtimePlatform: { cpuArchitecture: CpuArchitecture.X86_64, operatingSystemFamily: OperatingSystemFamily.LINUX },
  });
  const container = addAgent(definition, props);
  if (environment.collector) addCollector(definition, role, logGroup);
  acknowledge(definition, {
    ECS2: 'Plain variables are settings that anybody may read; what is secret comes from Secrets Manager.',
    'IAM5[Resource::*]': 'ecr:GetAuthorizationToken of the role that starts the task knows no resource.',
  });
  return { definition, role, container };
}

function addAgent(definition: FargateTaskDefinition, props: AgentTaskProps): ContainerDefinition {
  const { member, image, variables, secrets, logGroup } = props;
  const grace = [milliseconds('SHUTDOWN_DELAY_MS'), milliseconds('SHUTDOWN_GRACE_MS'), AFTER_GRACE]
    .map((time) => time.toSeconds())
    .reduce((sum, seconds) => sum + seconds);
  return definition.addContainer(member.name, {
    containerName: member.name,
    image,
    essential: true,
    user: USER,
    readonlyRootFilesystem: true,
    environment: { ...variables },
    secrets: { ...secrets },
    stopTimeout: Duration.seconds(grace),
    portMappings: [{ name: member.name, containerPort: member.port, appProtocol: AppProtocol.http }],
    logging: LogDrivers.awsLogs({ logGroup, streamPrefix: member.name }),
    healthCheck: {
      // Stands in the image (Dockerfile), which has no curl and needs none.
      command: ['CMD', 'node', 'health.js'],
      interval: Duration.seconds(15),
      timeout: Duration.seconds(5),
      retries: 3,
      startPeriod: Duration.seconds(30),
    },
  });
}

const COLLECTOR_IMAGE = 'public.ecr.aws/aws-observability/aws-otel-collector:v0.43.3';

/**
 * Takes OTLP on the task's own ports 4317 and 4318 and the task's own figures, and hands them to X-Ray and CloudWatch.
 * Agents do not send traces yet: what it brings today are the figures of each container.
 */
function addCollector(definition: FargateTaskDefinition, role: Role, logGroup: LogGroup): void {
  definition.addContainer('collector', {
    containerName: 'collector',
    image: ContainerImage.fromRegistry(COLLECTOR_IMAGE),
    command: ['--config=/etc/ecs/container-insights/otel-task-metrics-config.yaml'],
    // An agent answers without it.
    essential: false,
    readonlyRootFilesystem: true,
    memoryReservationMiB: 64,
    logging: LogDrivers.awsLogs({ logGroup, streamPrefix: 'collector' }),
  });
  role.addToPolicy(
    new PolicyStatement({
      actions: [
        'xray:PutTraceSegments',
        'xray:PutTelemetryRecords',
        'xray:GetSamplingRules',
        'xray:GetSamplingTargets',
      ],
      resources: ['*'],
    }),
  );
  const { stack } = logGroup;
  const group = (account: string): string =>
    `arn:${stack.partition}:logs:${stack.region}:${account}:log-group:/aws/ecs/containerinsights/*`;
  role.addToPolicy(
    new PolicyStatement({
      actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents', 'logs:PutRetentionPolicy'],
      resources: [group(stack.account)],
    }),
  );
  acknowledge(role, {
    'IAM5[Resource::*]': 'The actions of X-Ray that a collector needs know no resource.',
    [`IAM5[Resource::${group('<AWS::AccountId>')}]`]:
      'The collector makes a log group for each cluster it finds itself in, with a name of its own.',
  });
}
