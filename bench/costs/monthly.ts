/** What an environment costs in a month by being there, from the resources of its templates. */
import { z } from 'zod';
import type { Prices } from './prices.ts';

export const HOURS = 730;

export interface TemplateResource {
  readonly id: string;
  readonly Type: string;
  readonly Properties?: unknown;
}

export interface CostLine {
  readonly what: string;
  readonly detail: string;
  /** US dollars a month when nobody talks to the fleet, and with everything at its most. */
  readonly least: number;
  readonly most: number;
}

/** What is paid by use or not at all. A type in neither table stops the reckoning. */
const FREE: ReadonlySet<string> = new Set([
  'AWS::ApplicationAutoScaling::ScalableTarget',
  'AWS::ApplicationAutoScaling::ScalingPolicy',
  'AWS::CDK::Metadata',
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient',
  'AWS::Cognito::UserPoolGroup',
  'AWS::Cognito::UserPoolRiskConfigurationAttachment',
  'AWS::EC2::FlowLog',
  'AWS::EC2::InternetGateway',
  'AWS::EC2::Route',
  'AWS::EC2::RouteTable',
  'AWS::EC2::SecurityGroup',
  'AWS::EC2::SecurityGroupEgress',
  'AWS::EC2::SecurityGroupIngress',
  'AWS::EC2::Subnet',
  'AWS::EC2::SubnetRouteTableAssociation',
  'AWS::EC2::VPC',
  'AWS::EC2::VPCGatewayAttachment',
  'AWS::ECR::Repository',
  'AWS::ECS::TaskDefinition',
  'AWS::ElasticLoadBalancingV2::Listener',
  'AWS::ElasticLoadBalancingV2::ListenerRule',
  'AWS::ElasticLoadBalancingV2::TargetGroup',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::Lambda::Function',
  'AWS::Lambda::LayerVersion',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  'AWS::RDS::DBClusterParameterGroup',
  'AWS::RDS::DBSubnetGroup',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SecretsManager::ResourcePolicy',
  'AWS::ServiceDiscovery::HttpNamespace',
  'AWS::WAFv2::WebACLAssociation',
]);

const list = z.array(z.unknown());
const ref = z.object({ Ref: z.string() }).transform(({ Ref }) => Ref);
const count = z.coerce.number().positive();

const shapes = {
  endpoint: z.object({ VpcEndpointType: z.string().default('Gateway'), SubnetIds: list.default([]) }),
  loadBalancer: z.object({ Scheme: z.string(), Subnets: list }),
  service: z.object({ TaskDefinition: ref, DesiredCount: count, ServiceName: z.string() }),
  task: z.object({ Cpu: count, Memory: count }),
  target: z.object({ MinCapacity: z.number(), MaxCapacity: z.number(), ResourceId: z.unknown() }),
  cluster: z.object({
    ServerlessV2ScalingConfiguration: z.object({ MinCapacity: z.number(), MaxCapacity: z.number() }),
    ManageMasterUserPassword: z.boolean().default(false),
  }),
  instance: z.object({ DBInstanceClass: z.literal('db.serverless'), DBClusterIdentifier: ref }),
  webAcl: z.object({ Rules: list }),
  alarm: z.object({ Metrics: z.array(z.object({ MetricStat: z.unknown().optional() })).optional() }),
  filter: z.object({
    MetricTransformations: z.array(z.object({ MetricNamespace: z.string(), MetricName: z.string() })),
  }),
  ecsCluster: z.object({ ClusterSettings: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]) }),
  cache: z.object({
    CacheUsageLimits: z.object({ DataStorage: z.object({ Maximum: z.number(), Unit: z.literal('GB') }) }),
  }),
};

/** @throws {Error} for a type of resource that nobody has said the price of. */
export function monthlyCosts(resources: readonly TemplateResource[], prices: Prices): readonly CostLine[] {
  const usd = (name: keyof Prices['prices']): number => prices.prices[name].usd;
  const priced = new Set<string>();
  const of = <T extends z.ZodType>(type: string, shape: T): readonly (z.infer<T> & { readonly id: string })[] => {
    priced.add(type);
    return resources
      .filter((resource) => resource.Type === type)
      .map(
        ({ id, Properties }) => ({ ...(shape.parse(Properties ?? {}) as object), id }) as z.infer<T> & { id: string },
      );
  };
  const lines: CostLine[] = [];
  const add = (what: string, detail: string, least: number, most = least): void => {
    if (most > 0) lines.push({ what, detail, least, most });
  };
  const any = z.object({});

  const nats = of('AWS::EC2::NatGateway', any).length;
  add('NAT gateways', `${nats}`, nats * HOURS * usd('natGatewayHour'));

  const endpoints = of('AWS::EC2::VPCEndpoint', shapes.endpoint).filter((one) => one.VpcEndpointType === 'Interface');
  const zones = sum(endpoints, (one) => one.SubnetIds.length);
  add(
    'Interface endpoints',
    `${endpoints.length}, ${zones} with their zones`,
    zones * HOURS * usd('interfaceEndpointHour'),
  );

  const balancers = of('AWS::ElasticLoadBalancingV2::LoadBalancer', shapes.loadBalancer);
  add('Load balancer', 'without its units (LCU)', balancers.length * HOURS * usd('loadBalancerHour'));

  const addresses =
    of('AWS::EC2::EIP', any).length +
    sum(balancers, (one) => (one.Scheme === 'internet-facing' ? one.Subnets.length : 0));
  add('Public addresses', `${addresses}`, addresses * HOURS * usd('publicAddressHour'));

  const tasks = new Map(of('AWS::ECS::TaskDefinition', shapes.task).map((task) => [task.id, task]));
  const targets = of('AWS::ApplicationAutoScaling::ScalableTarget', shapes.target);
  const fargate = of('AWS::ECS::Service', shapes.service).map((service) => {
    const task = tasks.get(service.TaskDefinition);
    if (task === undefined) throw new Error(`the task definition of ${service.ServiceName} is in another template`);
    const target = targets.find((one) => JSON.stringify(one.ResourceId).includes(`"${service.id}"`));
    const hour = (task.Cpu / 1024) * usd('fargateVcpuHour') + (task.Memory / 1024) * usd('fargateGigabyteHour');
    const [least, most] = [target?.MinCapacity ?? service.DesiredCount, target?.MaxCapacity ?? service.DesiredCount];
    return { least, most, hour, size: `${task.Cpu / 1024} vCPU, ${task.Memory / 1024} GB` };
  });
  add(
    'Fargate tasks',
    `${sum(fargate, ({ least }) => least)} to ${sum(fargate, ({ most }) => most)} of ${[...new Set(fargate.map(({ size }) => size))].join('; ')}`,
    sum(fargate, ({ least, hour }) => least * HOURS * hour),
    sum(fargate, ({ most, hour }) => most * HOURS * hour),
  );

  const clusters = of('AWS::RDS::DBCluster', shapes.cluster);
  const instances = of('AWS::RDS::DBInstance', shapes.instance);
  for (const cluster of clusters) {
    const { MinCapacity: least, MaxCapacity: most } = cluster.ServerlessV2ScalingConfiguration;
    const own = instances.filter((one) => one.DBClusterIdentifier === cluster.id).length;
    const acu = own * HOURS * usd('auroraAcuHour');
    add('Aurora capacity', `${own} × ${least} to ${most} ACU`, least * acu, most * acu);
    const gigabytes = prices.assumed.databaseGigabytes.value;
    add('Aurora storage', `${gigabytes} GB assumed`, gigabytes * usd('auroraStorageMonth'));
  }

  const secrets =
    of('AWS::SecretsManager::Secret', any).length + clusters.filter((one) => one.ManageMasterUserPassword).length;
  add('Secrets', `${secrets}`, secrets * usd('secretMonth'));

  const acls = of('AWS::WAFv2::WebACL', shapes.webAcl);
  const rules = sum(acls, (one) => one.Rules.length);
  add('WAF', `${rules} rules`, acls.length * usd('webAclMonth') + rules * usd('webAclRuleMonth'));

  const alarms = of('AWS::CloudWatch::Alarm', shapes.alarm);
  const watched = sum(alarms, ({ Metrics }) => Metrics?.filter((one) => one.MetricStat !== undefined).length ?? 1);
  add('Alarms', `${alarms.length}, on ${watched} metrics`, watched * usd('alarmMetricMonth'));

  const dashboards = of('AWS::CloudWatch::Dashboard', any).length;
  add('Dashboards', `${dashboards}`, dashboards * usd('dashboardMonth'));

  const counted = new Set(
    of('AWS::Logs::MetricFilter', shapes.filter).flatMap(({ MetricTransformations }) =>
      MetricTransformations.map((one) => `${one.MetricNamespace} ${one.MetricName}`),
    ),
  ).size;
  const insights = of('AWS::ECS::Cluster', shapes.ecsCluster).filter(({ ClusterSettings }) =>
    ClusterSettings.some((one) => one.Name === 'containerInsights' && one.Value !== 'disabled'),
  ).length;
  const metrics = counted + insights * prices.assumed.containerInsightsMetrics.value;
  add('Metrics', `${counted} from logs, the rest Container Insights`, metrics * usd('customMetricMonth'));

  const keys = of('AWS::KMS::Key', any).length;
  add('Keys', `${keys}`, keys * usd('keyMonth'));

  const caches = of('AWS::ElastiCache::ServerlessCache', shapes.cache);
  add(
    'Cache',
    `${caches.length}`,
    caches.length * prices.assumed.cacheLeastGigabytes.value * HOURS * usd('cacheGigabyteHour'),
    sum(caches, (one) => one.CacheUsageLimits.DataStorage.Maximum) * HOURS * usd('cacheGigabyteHour'),
  );

  const unknown = resources.filter(({ Type }) => !FREE.has(Type) && !priced.has(Type) && !Type.startsWith('Custom::'));
  if (unknown.length > 0)
    throw new Error(
      `What does it cost? ${[...new Set(unknown.map(({ Type }) => Type))].join(', ')}: bench/costs/monthly.ts`,
    );
  return lines.sort((a, b) => b.least - a.least);
}

export function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
