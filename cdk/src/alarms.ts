/** What somebody is woken up for, and from what figure on. */
import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
  type IMetric,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { HttpCodeElb, HttpCodeTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { FLEET } from '@deskfleet/shared/fleet.ts';
import type { AgentService } from './agent-service.ts';
import type { LoadBalancer } from './load-balancer.ts';
import { LOG_METRICS, logMetric, type LogMetricName } from './log-metrics.ts';
import { alarmName } from './names.ts';
import type { Environment } from './options.ts';

const CPU_PERCENT = 80;
const MEMORY_PERCENT = 80;
const FAILED_PERCENT = 1;
/** Below this many requests in five minutes one failure says nothing about the rest. */
const REQUESTS_FOR_A_RATE = 20;
const PERIOD = Duration.minutes(5);

/** More than this in five minutes; for the queue: at any moment of them. */
const LOG_LIMITS: Readonly<Record<LogMetricName, number>> = {
  modelErrors: 10,
  toolErrors: 5,
  degradedReplies: 5,
  databaseFailures: 3,
  waiting: 10,
  longestWait: 15 * 60,
};

interface Watch {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly metric: IMetric;
  readonly above: number;
  /** Periods in a row. */
  readonly periods?: number;
}

export function addAlarms(
  scope: Construct,
  environment: Environment,
  fleet: { readonly agents: readonly AgentService[]; readonly loadBalancer: LoadBalancer },
  topic: ITopic,
): readonly Alarm[] {
  const watches = [
    ...fleet.agents.flatMap((agent) => ofAgent(agent, environment)),
    failedRequests(fleet.loadBalancer, environment),
    ...Object.keys(LOG_METRICS).map((name) => inLogs(name as LogMetricName, environment)),
  ];
  return watches.map(({ id, name, description, metric, above, periods = 1 }) => {
    const alarm = new Alarm(scope, id, {
      alarmName: name,
      alarmDescription: description,
      metric,
      threshold: above,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: periods,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(topic));
    alarm.addOkAction(new SnsAction(topic));
    return alarm;
  });
}

/** A figure of Container Insights about an agent's service. */
export function insight(agent: AgentService, metricName: string, environment: Environment): Metric {
  const { service } = agent;
  return new Metric({
    namespace: 'ECS/ContainerInsights',
    metricName,
    dimensionsMap: { ClusterName: service.cluster.clusterName, ServiceName: service.serviceName },
    statistic: Stats.AVERAGE,
    period: Duration.minutes(1),
    label: agent.member.name,
    region: environment.region,
  });
}

function ofAgent(agent: AgentService, environment: Environment): readonly Watch[] {
  const { name, title } = agent.member;
  return [
    {
      id: `${name}-cpu`,
      name: alarmName(name, 'cpu', environment),
      description: `${title}: CPU above ${CPU_PERCENT} % for ten minutes, although more tasks are started at less`,
      metric: agent.service.metricCpuUtilization({ period: PERIOD }),
      above: CPU_PERCENT,
      periods: 2,
    },
    {
      id: `${name}-memory`,
      name: alarmName(name, 'memory', environment),
      description: `${title}: memory above ${MEMORY_PERCENT} % for ten minutes`,
      metric: agent.service.metricMemoryUtilization({ period: PERIOD }),
      above: MEMORY_PERCENT,
      periods: 2,
    },
    {
      id: `${name}-tasks`,
      name: alarmName(name, 'tasks', environment),
      description: `${title}: fewer tasks run than should, for five minutes`,
      metric: new MathExpression({
        expression: 'desired - running',
        usingMetrics: {
          desired: insight(agent, 'DesiredTaskCount', environment),
          running: insight(agent, 'RunningTaskCount', environment),
        },
        label: 'missing tasks',
        period: Duration.minutes(1),
      }),
      above: 0,
      periods: 5,
    },
  ];
}

function failedRequests({ balancer }: LoadBalancer, environment: Environment): Watch {
  const sum = { statistic: Stats.SUM, period: PERIOD };
  return {
    id: 'failed-requests',
    name: alarmName('fleet', 'failed-requests', environment),
    description: `More than ${FAILED_PERCENT} % of the requests ended in a 5xx, of ${FLEET.length} agents or of the load balancer itself`,
    metric: new MathExpression({
      expression: `IF(requests > ${REQUESTS_FOR_A_RATE}, 100 * (FILL(ours, 0) + FILL(theirs, 0)) / requests, 0)`,
      usingMetrics: {
        requests: balancer.metrics.requestCount(sum),
        ours: balancer.metrics.httpCodeElb(HttpCodeElb.ELB_5XX_COUNT, sum),
        theirs: balancer.metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, sum),
      },
      label: '5xx, percent',
      period: PERIOD,
    }),
    above: FAILED_PERCENT,
    periods: 1,
  };
}

function inLogs(name: LogMetricName, environment: Environment): Watch {
  const { name: metricName, title } = LOG_METRICS[name];
  return {
    id: metricName,
    name: alarmName('fleet', metricName, environment),
    description: `${title}: more than ${LOG_LIMITS[name]} in five minutes`,
    metric: logMetric(name, environment),
    above: LOG_LIMITS[name],
  };
}
