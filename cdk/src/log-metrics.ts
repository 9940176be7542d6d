/**
 * Figures that are counted in the agents' log lines. What a line says is written once, in `telemetry/watched.ts` of the
 * agents; here is what of it is counted.
 */
import { Duration } from 'aws-cdk-lib';
import { Metric, Stats, Unit } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter, type IFilterPattern, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { WATCHED } from '@deskfleet/shared/telemetry/watched.ts';
import type { ErrorCode } from '@deskfleet/shared/http/errors.ts';
import { metricNamespace } from './names.ts';
import type { Environment } from './options.ts';

export interface LogMetric {
  readonly name: string;
  readonly title: string;
  readonly pattern: IFilterPattern;
  /** A number in the line; otherwise lines are counted. */
  readonly value?: string;
}

const message = (text: string) => FilterPattern.stringValue('$.message', '=', text);
const code = (text: ErrorCode) => FilterPattern.stringValue('$.code', '=', text);

export const LOG_METRICS = {
  modelErrors: { name: 'ModelErrors', title: 'Model errors', pattern: message(WATCHED.modelFailed) },
  toolErrors: { name: 'ToolErrors', title: 'Tool errors', pattern: message(WATCHED.toolFailed) },
  degradedReplies: { name: 'DegradedReplies', title: 'Degraded replies', pattern: message(WATCHED.degraded) },
  databaseFailures: {
    name: 'DatabaseFailures',
    title: 'Database connection failures',
    pattern: FilterPattern.any(
      FilterPattern.all(
        message(WATCHED.request),
        FilterPattern.any(code('database_unavailable'), code('outcome_unknown')),
      ),
      message(WATCHED.databaseCheckFailed),
    ),
  },
  waiting: {
    name: 'WaitingForPerson',
    title: 'Conversations waiting for a person',
    pattern: message(WATCHED.handoffQueue),
    value: '$.waiting',
  },
  longestWait: {
    name: 'LongestWaitSeconds',
    title: 'Longest wait for a person',
    pattern: message(WATCHED.handoffQueue),
    value: '$.longest_seconds',
  },
} as const satisfies Readonly<Record<string, LogMetric>>;

export type LogMetricName = keyof typeof LOG_METRICS;

/** Counts in one agent's log; the agents' filters add up to one figure for the whole fleet. */
export function countInLog(scope: Construct, id: string, logGroup: ILogGroup, environment: Environment): void {
  for (const [key, metric] of Object.entries<LogMetric>(LOG_METRICS))
    new MetricFilter(scope, `${id}-${key}`, {
      logGroup,
      metricNamespace: metricNamespace(environment),
      metricName: metric.name,
      filterPattern: metric.pattern,
      metricValue: metric.value ?? '1',
      unit: metric.name.endsWith('Seconds') ? Unit.SECONDS : Unit.COUNT,
      // Nothing counted is nought; nothing measured is unknown.
      ...(metric.value === undefined ? { defaultValue: 0 } : {}),
    });
}

export function logMetric(name: LogMetricName, environment: Environment): Metric {
  const metric: LogMetric = LOG_METRICS[name];
  return new Metric({
    namespace: metricNamespace(environment),
    metricName: metric.name,
    label: metric.title,
    statistic: metric.value === undefined ? Stats.SUM : Stats.MAXIMUM,
    period: Duration.minutes(5),
  });
}
