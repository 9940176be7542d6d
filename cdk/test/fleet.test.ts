/** The load balancer and the agents behind it. */
import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { FLEET, SPECIALISTS, type FleetMember } from '@deskfleet/shared/fleet.ts';
import { settingsTable } from '@deskfleet/shared/settings.ts';
import { ENVIRONMENT_NAMES, ENVIRONMENTS } from '../src/environments.ts';
import { referenceOf, ROOT, synthesized, type Resource } from './support.ts';

const DOCKERFILE = readFileSync(`${ROOT}Dockerfile`, 'utf8');

interface Container {
  readonly Name: string;
  readonly Image: unknown;
  readonly PortMappings?: readonly { ContainerPort: number; Name: string; AppProtocol: string }[];
  readonly HealthCheck?: { Command: readonly string[]; StartPeriod: number };
  readonly LogConfiguration: { LogDriver: string; Options: Readonly<Record<string, unknown>> };
  readonly ReadonlyRootFilesystem?: boolean;
  readonly User?: string;
  readonly StopTimeout?: number;
  readonly Essential: boolean;
}

const timeouts = settingsTable.TURN_TIMEOUT_MS.parse(undefined) / 1000;
const grace =
  (settingsTable.SHUTDOWN_DELAY_MS.parse(undefined) + settingsTable.SHUTDOWN_GRACE_MS.parse(undefined)) / 1000;

for (const name of ENVIRONMENT_NAMES) {
  const stack = () => synthesized(name);
  const sizes = ENVIRONMENTS[name];
  const resources = (type: string) => stack().resources('fleet', type);
  const of = (type: string, property: string, value: string): Resource => {
    const found = resources(type).find(({ Properties }) => Properties[property] === value);
    if (!found) throw new Error(`no ${type} with ${property} ${value}`);
    return found;
  };
  const taskOf = (member: FleetMember) => of('AWS::ECS::TaskDefinition', 'Family', `${member.name}-task-${name}`);
  const containersOf = (member: FleetMember) => taskOf(member).Properties['ContainerDefinitions'] as Container[];
  const serviceOf = (member: FleetMember) => of('AWS::ECS::Service', 'ServiceName', `${member.name}-service-${name}`);
  const targetGroupOf = (member: FleetMember) =>
    of('AWS::ElasticLoadBalancingV2::TargetGroup', 'Name', `${member.name}-tg-${sizes.shortName}`);
  const mainListener = () =>
    resources('AWS::ElasticLoadBalancingV2::Listener').find(({ Properties }) =>
      JSON.stringify(Properties['DefaultActions']).includes('forward'),
    );

  describe(`the load balancer of ${name}`, () => {
    it('is on the internet, in public subnets, and leaves streams alone for longer than the longest turn', () => {
      const { Properties } = stack().resource('fleet', 'AWS::ElasticLoadBalancingV2::LoadBalancer');
      expect(Properties).to.include({
        Name: `multi-agent-alb-${name}`,
        Scheme: 'internet-facing',
        Type: 'application',
      });
      expect(JSON.stringify(Properties['Subnets'])).to.match(/publicSubnet1.*publicSubnet2/u);
      const attributes = Object.fromEntries(
        (Properties['LoadBalancerAttributes'] as { Key: string; Value: unknown }[]).map(({ Key, Value }) => [
          Key,
          Value,
        ]),
      );
      expect(attributes).to.include({
        'access_logs.s3.enabled': 'true',
        'routing.http.drop_invalid_header_fields.enabled': 'true',
      });
      expect(attributes['deletion_protection.enabled']).to.equal(name === 'prod' ? 'true' : 'false');
      expect(Number(attributes['idle_timeout.timeout_seconds'])).to.be.above(timeouts);
      // An agent must not be the first to close: the load balancer would answer 502.
      const keepAlive = settingsTable.KEEP_ALIVE_TIMEOUT_MS.parse(undefined) / 1000;
      expect(keepAlive).to.be.above(Number(attributes['idle_timeout.timeout_seconds']));
    });

    it(name === 'dev' ? 'speaks HTTP, having no certificate' : 'speaks HTTPS and sends HTTP there', () => {
      const listeners = resources('AWS::ElasticLoadBalancingV2::Listener').map(({ Properties }) => [
        Properties['Port'] as number,
        Properties['Protocol'] as string,
        (Properties['DefaultActions'] as { Type: string }[])[0]?.Type,
      ]);
      expect(listeners).to.have.deep.members(
        name === 'dev'
          ? [[80, 'HTTP', 'forward']]
          : [
              [80, 'HTTP', 'redirect'],
              [443, 'HTTPS', 'forward'],
            ],
      );
      if (name === 'dev') return;
      expect(mainListener()?.Properties['SslPolicy']).to.match(/TLS13/u);
    });

    it('asks a firewall first: managed rules, and a limit for each address', () => {
      const { Properties, id } = stack().resource('fleet', 'AWS::WAFv2::WebACL');
      const rules = Properties['Rules'] as {
        Statement: Record<string, { Name?: string; Limit?: number; AggregateKeyType?: string }>;
      }[];
      const managed = rules.flatMap(({ Statement }) => Statement['ManagedRuleGroupStatement']?.Name ?? []);
      expect(managed).to.have.members([
        'AWSManagedRulesAmazonIpReputationList',
        'AWSManagedRulesKnownBadInputsRuleSet',
        'AWSManagedRulesCommonRuleSet',
      ]);
      expect(
        rules.find(({ Statement }) => Statement['RateBasedStatement'])?.Statement['RateBasedStatement'],
      ).to.include({ AggregateKeyType: 'IP', Limit: 2000 });
      const association = stack().resource('fleet', 'AWS::WAFv2::WebACLAssociation').Properties;
      expect(referenceOf(association['WebACLArn'])).to.equal(id);
      expect(referenceOf(association['ResourceArn'])).to.equal(
        stack().resource('fleet', 'AWS::ElasticLoadBalancingV2::LoadBalancer').id,
      );
    });

    it('sends each prefix to its agent, and the rest to the supervisor', () => {
      const rules = resources('AWS::ElasticLoadBalancingV2::ListenerRule');
      expect(rules).to.have.length(FLEET.length);
      const priorities = rules.map(({ Properties }) => Properties['Priority'] as number);
      expect(new Set(priorities).size).to.equal(FLEET.length);
      for (const member of FLEET) {
        const group = targetGroupOf(member).id;
        const rule = rules.find(({ Properties }) => JSON.stringify(Properties['Actions']).includes(`"${group}"`));
        const [condition, ...others] = rule?.Properties['Conditions'] as { PathPatternConfig: { Values: string[] } }[];
        expect(others).to.deep.equal([]);
        expect(condition?.PathPatternConfig.Values).to.deep.equal([`${member.prefix}/*`, member.prefix]);
      }
      expect(JSON.stringify(mainListener()?.Properties['DefaultActions'])).to.include(targetGroupOf(FLEET[0]!).id);
    });

    it('alone may be reached from anywhere', () => {
      const open = resources('AWS::EC2::SecurityGroup').filter(({ Properties }) =>
        JSON.stringify(Properties['SecurityGroupIngress'] ?? []).includes('0.0.0.0/0'),
      );
      expect(open.map(({ Properties }) => Properties['GroupName'] as string)).to.deep.equal([`deskfleet-alb-${name}`]);
    });
  });

  for (const member of FLEET)
    describe(`${member.name} in ${name}`, () => {
      const container = () => containersOf(member).find(({ Name }) => Name === member.name)!;

      it(`is a Fargate service of ${sizes.tasks.desired} in a cluster of its own, in private subnets`, () => {
        const { Properties } = serviceOf(member);
        expect(Properties).to.include({
          LaunchType: 'FARGATE',
          DesiredCount: name === 'prod' ? 2 : 1,
          HealthCheckGracePeriodSeconds: 60,
        });
        const cluster = of('AWS::ECS::Cluster', 'ClusterName', `${member.name}-cluster-${name}`);
        expect(referenceOf(Properties['Cluster'])).to.equal(cluster.id);
        expect(cluster.Properties['ClusterSettings']).to.deep.equal([{ Name: 'containerInsights', Value: 'enabled' }]);
        const network = (
          Properties['NetworkConfiguration'] as { AwsvpcConfiguration: { AssignPublicIp: string; Subnets: unknown } }
        ).AwsvpcConfiguration;
        expect(network.AssignPublicIp).to.equal('DISABLED');
        expect(JSON.stringify(network.Subnets))
          .to.match(/privateSubnet1.*privateSubnet2/u)
          .and.not.to.include('publicSubnet');
      });

      it('has tasks of the size of the environment', () => {
        const { Properties } = taskOf(member);
        expect([Properties['Cpu'], Properties['Memory']]).to.deep.equal(
          name === 'prod' ? ['1024', '2048'] : ['512', '1024'],
        );
        expect(Properties).to.deep.include({ NetworkMode: 'awsvpc', RequiresCompatibilities: ['FARGATE'] });
      });

      it('runs as nobody in particular on a read-only disk, says that it is well, and stops in its own time', () => {
        const it = container();
        expect(it).to.include({ Essential: true, ReadonlyRootFilesystem: true, User: '1000:1000' });
        expect(it.PortMappings).to.deep.equal([
          { ContainerPort: member.port, Name: member.name, AppProtocol: 'http', Protocol: 'tcp' },
        ]);
        // The image's own check, which local/test/images runs.
        expect(it.HealthCheck?.Command).to.deep.equal(['CMD', 'node', 'health.js']);
        expect(DOCKERFILE).to.match(/^HEALTHCHECK .*CMD \["node", "health\.js"\]$/mu);
        expect(it.StopTimeout).to.be.above(grace).and.at.most(120);
        expect(containersOf(member)).to.have.length(1);
      });

      it('writes its log for a month', () => {
        const group = of('AWS::Logs::LogGroup', 'LogGroupName', `/aws/ecs/${member.name}-${name}`);
        expect(group.Properties['RetentionInDays']).to.equal(30);
        expect(container().LogConfiguration.LogDriver).to.equal('awslogs');
        expect(referenceOf(container().LogConfiguration.Options['awslogs-group'])).to.equal(group.id);
      });

      it('is well for the load balancer when /health answers 200, and is left its longest turn', () => {
        const { Properties } = targetGroupOf(member);
        expect(Properties).to.deep.include({
          Port: member.port,
          Protocol: 'HTTP',
          TargetType: 'ip',
          HealthCheckPath: '/health',
          Matcher: { HttpCode: '200' },
        });
        const attributes = Properties['TargetGroupAttributes'] as { Key: string; Value: string }[];
        const delay = attributes.find(({ Key }) => Key === 'deregistration_delay.timeout_seconds')?.Value;
        expect(Number(delay)).to.be.above(timeouts).and.at.most(300);
        const [target] = serviceOf(member).Properties['LoadBalancers'] as {
          ContainerName: string;
          ContainerPort: number;
          TargetGroupArn: unknown;
        }[];
        expect(target).to.include({ ContainerName: member.name, ContainerPort: member.port });
        expect(referenceOf(target?.TargetGroupArn)).to.equal(targetGroupOf(member).id);
      });

      it('is replaced task by task, and put back when the new one does not come up', () => {
        const deployment = serviceOf(member).Properties['DeploymentConfiguration'] as Record<string, unknown>;
        expect(deployment).to.deep.include({
          MinimumHealthyPercent: 50,
          MaximumPercent: 200,
          DeploymentCircuitBreaker: { Enable: true, Rollback: true },
          Strategy: 'ROLLING',
        });
      });

      it('grows with CPU and with requests', () => {
        const target = resources('AWS::ApplicationAutoScaling::ScalableTarget').find(({ Properties }) =>
          JSON.stringify(Properties['ResourceId']).includes(serviceOf(member).id),
        );
        expect(target?.Properties).to.include({ MinCapacity: sizes.tasks.desired, MaxCapacity: sizes.tasks.most });
        const policies = resources('AWS::ApplicationAutoScaling::ScalingPolicy')
          .filter(({ Properties }) => referenceOf(Properties['ScalingTargetId']) === target?.id)
          .map(
            ({ Properties }) =>
              Properties['TargetTrackingScalingPolicyConfiguration'] as {
                TargetValue: number;
                PredefinedMetricSpecification: { PredefinedMetricType: string };
              },
          );
        expect(
          policies.map((policy) => [policy.PredefinedMetricSpecification.PredefinedMetricType, policy.TargetValue]),
        ).to.have.deep.members([
          ['ECSServiceAverageCPUUtilization', 70],
          ['ALBRequestCountPerTarget', 300],
        ]);
      });

      it('lets in only the load balancer and, a specialist, the supervisor: on its port', () => {
        const idOf = (group: string) => of('AWS::EC2::SecurityGroup', 'GroupName', group).id;
        const own = idOf(`deskfleet-${member.name}-${name}`);
        const ingress = resources('AWS::EC2::SecurityGroupIngress').filter(
          ({ Properties }) => referenceOf(Properties['GroupId']) === own,
        );
        const callers = [
          `deskfleet-alb-${name}`,
          ...(member.name === 'supervisor' ? [] : [`deskfleet-supervisor-${name}`]),
        ];
        expect(
          ingress.map(({ Properties }) => [
            referenceOf(Properties['SourceSecurityGroupId']),
            Properties['FromPort'] as number,
            Properties['ToPort'] as number,
          ]),
        ).to.have.deep.members(callers.map((caller) => [idOf(caller), member.port, member.port]));
        expect(
          of('AWS::EC2::SecurityGroup', 'GroupName', `deskfleet-${member.name}-${name}`).Properties,
        ).not.to.have.property('SecurityGroupIngress');
      });
    });

  describe(`the agents of ${name} among themselves`, () => {
    const connect = (member: FleetMember) =>
      serviceOf(member).Properties['ServiceConnectConfiguration'] as {
        Enabled: boolean;
        Namespace: unknown;
        Services?: {
          ClientAliases: { DnsName: string; Port: number }[];
          Timeout: { PerRequestTimeoutSeconds: number; IdleTimeoutSeconds: number };
        }[];
      };

    it('find each other by name in one namespace, under the addresses that the supervisor is told', () => {
      const namespace = stack().resource('fleet', 'AWS::ServiceDiscovery::HttpNamespace');
      expect(namespace.Properties['Name']).to.equal(`deskfleet-${name}`);
      for (const member of FLEET) {
        expect(connect(member).Enabled).to.equal(true);
        expect(referenceOf(connect(member).Namespace)).to.equal(namespace.id);
      }
      for (const member of SPECIALISTS)
        expect(connect(member).Services?.[0]?.ClientAliases).to.deep.equal([
          { DnsName: member.name, Port: member.port },
        ]);
      expect(connect(FLEET[0]!).Services ?? []).to.deep.equal([]);
    });

    it('may take as long as a delegation takes: the proxy ends no answer', () => {
      for (const member of SPECIALISTS) {
        expect(connect(member).Services?.[0]?.Timeout.PerRequestTimeoutSeconds).to.equal(0);
        const delegation = settingsTable.DELEGATION_TIMEOUT_MS.parse(undefined) / 1000;
        expect(connect(member).Services?.[0]?.Timeout.IdleTimeoutSeconds).to.be.above(delegation);
      }
    });

    it('are there before the supervisor, whose proxy knows only what was there when it started', () => {
      expect(serviceOf(FLEET[0]!).DependsOn).to.include.members(SPECIALISTS.map((member) => serviceOf(member).id));
    });
  });
}
