/** An agent's place behind the load balancer: the target group on its port and the rule for its paths. */
import { Duration } from 'aws-cdk-lib';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import { AlternateTarget, ListenerRuleConfiguration, type FargateService } from 'aws-cdk-lib/aws-ecs';
import {
  ApplicationListenerRule,
  ApplicationProtocol,
  ApplicationTargetGroup,
  ListenerAction,
  ListenerCondition,
  Protocol,
  TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { FLEET, type FleetMember } from '@deskfleet/shared/fleet.ts';
import type { LoadBalancer } from './load-balancer.ts';
import { acknowledge } from './acknowledge.ts';
import { targetGroupName } from './names.ts';
import type { Environment } from './options.ts';
import { milliseconds } from './task-environment.ts';

/** The pattern of whoever takes what no one else does. */
const EVERYTHING = '/*';
/** A stopped task keeps its connections for as long as the longest turn may still take. */
const AFTER_LAST_TURN = Duration.seconds(5);
const PRIORITY_STEP = 10;

export interface AgentRouteProps {
  readonly member: FleetMember;
  readonly environment: Environment;
  readonly vpc: IVpc;
  readonly loadBalancer: LoadBalancer;
  readonly service: FargateService;
}

export class AgentRoute extends Construct {
  readonly targetGroup: ApplicationTargetGroup;

  constructor(scope: Construct, id: string, props: AgentRouteProps) {
    super(scope, id);
    const { member, environment, loadBalancer, service } = props;
    this.targetGroup = this.#targetGroup('TargetGroup', targetGroupName(member.name, environment), props);
    const forward = ListenerAction.forward([this.targetGroup]);
    const takesTheRest = member.routes.includes(EVERYTHING);
    // A blue/green deployment moves a rule, never the default action: there the rest needs a rule, too.
    const paths = member.routes.filter((path) => path !== EVERYTHING || environment.blueGreen);
    const rule = new ApplicationListenerRule(this, 'Rule', {
      listener: loadBalancer.listener,
      priority: priorityOf(member),
      conditions: [ListenerCondition.pathPatterns(paths)],
      action: forward,
    });
    if (takesTheRest && !environment.blueGreen) loadBalancer.listener.addAction('Default', { action: forward });
    const target = { containerName: member.name, containerPort: member.port };
    if (!environment.blueGreen) {
      this.targetGroup.addTarget(service.loadBalancerTarget(target));
    } else {
      const green = this.#targetGroup('Green', targetGroupName(member.name, environment, 'tg2'), props);
      const alternateTarget = new AlternateTarget('Alternate', {
        role: this.#shiftingRole(),
        alternateTargetGroup: green,
        productionListener: ListenerRuleConfiguration.applicationListenerRule(rule),
      });
      this.targetGroup.addTarget(service.loadBalancerTarget({ ...target, alternateTarget }));
    }
    // The service may be made only when its target group belongs to a load balancer.
    service.node.addDependency(rule);
  }

  /** ECS moves the rule from one target group to the other with it. */
  #shiftingRole(): Role {
    const policy = 'AmazonECSInfrastructureRolePolicyForLoadBalancers';
    const role = new Role(this, 'ShiftingRole', {
      assumedBy: new ServicePrincipal('ecs.amazonaws.com'),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName(policy)],
    });
    acknowledge(role, {
      [`IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${policy}]`]:
        "What ECS needs to shift traffic is AWS's to say, and changes with its deployments.",
    });
    return role;
  }

  #targetGroup(id: string, name: string, { member, vpc }: AgentRouteProps): ApplicationTargetGroup {
    return new ApplicationTargetGroup(this, id, {
      targetGroupName: name,
      vpc,
      port: member.port,
      protocol: ApplicationProtocol.HTTP,
      targetType: TargetType.IP,
      deregistrationDelay: Duration.seconds(
        Math.ceil(milliseconds('TURN_TIMEOUT_MS').toSeconds()) + AFTER_LAST_TURN.toSeconds(),
      ),
      healthCheck: {
        path: '/health',
        protocol: Protocol.HTTP,
        healthyHttpCodes: '200',
        interval: Duration.seconds(15),
        timeout: Duration.seconds(5),
        healthyThresholdCount: 2,
        unhealthyThresholdCount: 3,
      },
    });
  }
}

/** Prefixes first, in the order of the fleet; whoever takes the rest comes last. */
function priorityOf(member: FleetMember): number {
  const order = [...FLEET].sort(
    (a, b) => Number(a.routes.includes(EVERYTHING)) - Number(b.routes.includes(EVERYTHING)),
  );
  return (order.indexOf(member) + 1) * PRIORITY_STEP;
}
