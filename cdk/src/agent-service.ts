/** One agent on Fargate: cluster, task, service, its place behind the load balancer, and how many tasks there are. */
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { SubnetType, Port, SecurityGroup, Peer, type IVpc } from 'aws-cdk-lib/aws-ec2';
import {
  AvailabilityZoneRebalancing,
  Cluster,
  ContainerInsights,
  DeploymentStrategy,
  FargateService,
  LogDrivers,
  type ContainerImage,
  type Secret,
} from 'aws-cdk-lib/aws-ecs';
import type { HttpNamespace } from 'aws-cdk-lib/aws-servicediscovery';
import type { FleetMember } from '@deskfleet/shared/fleet.ts';
import { isSpecialist } from '@deskfleet/shared/fleet.ts';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { agentTask, type AgentTask } from './agent-task.ts';
import { AgentRoute } from './agent-route.ts';
import type { LoadBalancer } from './load-balancer.ts';
import { clusterName, fleetName, logGroupName, serviceName } from './names.ts';
import type { Environment } from './options.ts';

const HEALTH_GRACE = Duration.seconds(60);
const CPU_PERCENT = 70;
/** Requests a minute that a task takes before another one is started; a chat is one request and seconds long. */
const REQUESTS_PER_TASK = 300;

export interface AgentServiceProps {
  readonly member: FleetMember;
  readonly environment: Environment;
  readonly vpc: IVpc;
  readonly namespace: HttpNamespace;
  readonly loadBalancer: LoadBalancer;
  readonly image: ContainerImage;
  readonly variables: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, Secret>>;
}

export class AgentService extends Construct {
  readonly member: FleetMember;
  readonly task: AgentTask;
  readonly service: FargateService;
  readonly route: AgentRoute;
  readonly logGroup: LogGroup;
  readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, props: AgentServiceProps) {
    super(scope, id);
    const { member, environment, vpc, loadBalancer } = props;
    this.member = member;
    this.logGroup = new LogGroup(this, 'Logs', {
      logGroupName: logGroupName(member.name, environment),
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.task = agentTask(this, { ...props, logGroup: this.logGroup });
    this.securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc,
      securityGroupName: fleetName(member.name, environment),
      description: `${member.title}: in from the load balancer${isSpecialist(member.name) ? ' and the supervisor' : ''}`,
      allowAllOutbound: false,
    });
    this.securityGroup.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'AWS services and the keys of the sign-in');
    this.service = this.#service(props);
    this.route = new AgentRoute(this, 'Route', { member, environment, vpc, loadBalancer, service: this.service });
    this.#scale(environment);
  }

  /** Lets another agent call this one, and nobody else. */
  allowFrom(caller: AgentService): void {
    const port = Port.tcp(this.member.port);
    this.securityGroup.addIngressRule(caller.securityGroup, port, `From ${caller.member.name}`);
    caller.securityGroup.addEgressRule(this.securityGroup, port, `To ${this.member.name}`);
    // A client of Service Connect knows only what was there when its task started.
    caller.service.node.addDependency(this.service);
  }

  #service({ member, environment, vpc, namespace }: AgentServiceProps): FargateService {
    const { desired } = environment.tasks;
    const cluster = new Cluster(this, 'Cluster', {
      clusterName: clusterName(member.name, environment),
      vpc,
      containerInsightsV2: ContainerInsights.ENABLED,
    });
    return new FargateService(this, 'Service', {
      serviceName: serviceName(member.name, environment),
      cluster,
      taskDefinition: this.task.definition,
      desiredCount: desired,
      assignPublicIp: false,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
      securityGroups: [this.securityGroup],
      minHealthyPercent: 50,
      maxHealthyPercent: 200,
      circuitBreaker: { enable: true, rollback: true },
      deploymentStrategy: environment.blueGreen ? DeploymentStrategy.BLUE_GREEN : DeploymentStrategy.ROLLING,
      ...(environment.blueGreen ? { bakeTime: Duration.minutes(5) } : {}),
      availabilityZoneRebalancing: AvailabilityZoneRebalancing.ENABLED,
      healthCheckGracePeriod: HEALTH_GRACE,
      enableExecuteCommand: false,
      serviceConnectConfiguration: {
        namespace: namespace.namespaceArn,
        logDriver: LogDrivers.awsLogs({ logGroup: this.logGroup, streamPrefix: 'service-connect' }),
        services: isSpecialist(member.name)
          ? [
              {
                portMappingName: member.name,
                dnsName: member.name,
                port: member.port,
                // An answer is streamed for as long as it takes; the default ends every request after 15 seconds.
                perRequestTimeout: Duration.seconds(0),
                idleTimeout: Duration.minutes(5),
              },
            ]
          : [],
      },
    });
  }

  #scale({ tasks }: Environment): void {
    const scaling = this.service.autoScaleTaskCount({ minCapacity: tasks.desired, maxCapacity: tasks.most });
    scaling.scaleOnCpuUtilization('Cpu', {
      targetUtilizationPercent: CPU_PERCENT,
      scaleInCooldown: Duration.minutes(5),
      scaleOutCooldown: Duration.minutes(1),
    });
    scaling.scaleOnRequestCount('Requests', {
      requestsPerTarget: REQUESTS_PER_TASK,
      targetGroup: this.route.targetGroup,
      scaleInCooldown: Duration.minutes(5),
      scaleOutCooldown: Duration.minutes(1),
    });
  }
}
