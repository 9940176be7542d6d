/** One page that says how an environment does; the rows of the agents come from the fleet. */
import { Duration } from 'aws-cdk-lib';
import { AlarmStatusWidget, Dashboard, GraphWidget, Stats, type Alarm, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { HttpCodeElb, HttpCodeTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { DatabaseCluster } from 'aws-cdk-lib/aws-rds';
import type { Construct } from 'constructs';
import { insight } from './alarms.ts';
import type { AgentService } from './agent-service.ts';
import type { LoadBalancer } from './load-balancer.ts';
import { logMetric } from './log-metrics.ts';
import { fleetName } from './names.ts';
import type { Environment } from './options.ts';

const HALF = 12;
const THIRD = 8;
const MINUTE = Duration.minutes(1);

export interface Shown {
  readonly agents: readonly AgentService[];
  readonly loadBalancer: LoadBalancer;
  readonly cluster: DatabaseCluster;
  readonly alarms: readonly Alarm[];
}

export function addDashboard(scope: Construct, environment: Environment, shown: Shown): void {
  const { agents, loadBalancer, cluster, alarms } = shown;
  const { metrics } = loadBalancer.balancer;
  const each = (metric: (agent: AgentService) => IMetric): IMetric[] => agents.map(metric);
  const dashboard = new Dashboard(scope, 'Dashboard', { dashboardName: fleetName('dashboard', environment) });
  dashboard.addWidgets(new AlarmStatusWidget({ title: 'Alarms', width: 24, height: 4, alarms: [...alarms] }));
  dashboard.addWidgets(
    graph(
      'Requests',
      HALF,
      each((agent) => labelled(agent, agent.route.targetGroup.metrics.requestCount({ period: MINUTE }))),
    ),
    graph('Failed requests', HALF, [
      metrics.httpCodeElb(HttpCodeElb.ELB_5XX_COUNT, { period: MINUTE, label: 'load balancer' }),
      metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, { period: MINUTE, label: 'agents' }),
    ]),
  );
  dashboard.addWidgets(
    graph(
      'Time to the first byte, median',
      HALF,
      each((agent) => responseTime(agent, Stats.p(50))),
    ),
    graph(
      'Time to the first byte, 99 of 100',
      HALF,
      each((agent) => responseTime(agent, Stats.p(99))),
    ),
  );
  dashboard.addWidgets(
    graph(
      'CPU, percent',
      THIRD,
      each((agent) => labelled(agent, agent.service.metricCpuUtilization({ period: MINUTE }))),
    ),
    graph(
      'Memory, percent',
      THIRD,
      each((agent) => labelled(agent, agent.service.metricMemoryUtilization({ period: MINUTE }))),
    ),
    graph(
      'Running tasks',
      THIRD,
      each((agent) => insight(agent, 'RunningTaskCount', environment)),
    ),
  );
  dashboard.addWidgets(
    graph('Failures', HALF, [
      logMetric('modelErrors', environment),
      logMetric('toolErrors', environment),
      logMetric('degradedReplies', environment),
      logMetric('databaseFailures', environment),
    ]),
    graph('Waiting for a person', HALF, [logMetric('waiting', environment)], [logMetric('longestWait', environment)]),
  );
  dashboard.addWidgets(
    graph('Database: capacity units', THIRD, [cluster.metricServerlessDatabaseCapacity({ period: MINUTE })]),
    graph('Database: CPU, percent', THIRD, [cluster.metricCPUUtilization({ period: MINUTE })]),
    graph('Database: connections', THIRD, [cluster.metricDatabaseConnections({ period: MINUTE })]),
  );
}

function graph(title: string, width: number, left: IMetric[], right: IMetric[] = []): GraphWidget {
  return new GraphWidget({ title, width, height: 6, left, right });
}

function labelled(agent: AgentService, metric: { with(props: { label: string }): IMetric }): IMetric {
  return metric.with({ label: agent.member.name });
}

function responseTime(agent: AgentService, statistic: string): IMetric {
  return agent.route.targetGroup.metrics.targetResponseTime({ statistic, period: MINUTE, label: agent.member.name });
}
