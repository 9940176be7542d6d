import { expect } from 'chai';
import { FLEET } from '@deskfleet/shared/fleet.ts';
import { WATCHED } from '@deskfleet/shared/telemetry/watched.ts';
import { ENVIRONMENT_NAMES } from '../src/environments.ts';
import { LOG_METRICS } from '../src/log-metrics.ts';
import { referenceOf, synthesized } from './support.ts';

interface AlarmProperties {
  readonly AlarmName: string;
  readonly Threshold: number;
  readonly ComparisonOperator: string;
  readonly MetricName?: string;
  readonly Metrics?: readonly { Expression?: string; MetricStat?: { Metric: { MetricName: string } } }[];
  readonly AlarmActions: readonly unknown[];
}

for (const name of ENVIRONMENT_NAMES)
  describe(`the watch over ${name}`, () => {
    const stack = () => synthesized(name);
    const alarms = () =>
      stack()
        .resources('watching', 'AWS::CloudWatch::Alarm')
        .map(({ Properties }) => Properties as unknown as AlarmProperties);
    const alarm = (subject: string): AlarmProperties => {
      const found = alarms().find(({ AlarmName }) => AlarmName === `${subject}-${name}`);
      if (!found) throw new Error(`no alarm ${subject}`);
      return found;
    };

    for (const { name: agent } of FLEET)
      it(`calls when ${agent} is at more than 80 % of CPU or memory, or has fewer tasks than it should`, () => {
        expect(alarm(`${agent}-cpu`)).to.include({
          MetricName: 'CPUUtilization',
          Threshold: 80,
          ComparisonOperator: 'GreaterThanThreshold',
        });
        expect(alarm(`${agent}-memory`)).to.include({
          MetricName: 'MemoryUtilization',
          Threshold: 80,
          ComparisonOperator: 'GreaterThanThreshold',
        });
        const tasks = alarm(`${agent}-tasks`);
        expect(tasks).to.include({ Threshold: 0, ComparisonOperator: 'GreaterThanThreshold' });
        expect(tasks.Metrics?.find(({ Expression }) => Expression)?.Expression).to.equal('desired - running');
        expect(tasks.Metrics?.flatMap((metric) => metric.MetricStat?.Metric.MetricName ?? [])).to.have.members([
          'DesiredTaskCount',
          'RunningTaskCount',
        ]);
      });

    it('calls when more than one request of a hundred fails, once there are enough to say so', () => {
      const rate = alarm('fleet-failed-requests');
      expect(rate.Threshold).to.equal(1);
      expect(rate.Metrics?.find(({ Expression }) => Expression)?.Expression).to.match(
        /IF\(requests > 20, 100 \* .*\/ requests, 0\)/u,
      );
      expect(rate.Metrics?.flatMap((metric) => metric.MetricStat?.Metric.MetricName ?? [])).to.have.members([
        'RequestCount',
        'HTTPCode_ELB_5XX_Count',
        'HTTPCode_Target_5XX_Count',
      ]);
    });

    it('calls for what the logs tell: models, tools, replies without a model, the database, who waits for a person', () => {
      for (const metric of [
        'ModelErrors',
        'ToolErrors',
        'DegradedReplies',
        'DatabaseFailures',
        'WaitingForPerson',
        'LongestWaitSeconds',
      ])
        expect(alarm(`fleet-${metric}`).Metrics?.map((one) => one.MetricStat?.Metric.MetricName)).to.deep.equal([
          metric,
        ]);
      expect(alarms()).to.have.length(3 * FLEET.length + 1 + Object.keys(LOG_METRICS).length);
    });

    it('counts them in the log of every agent', () => {
      const filters = stack().resources('watching', 'AWS::Logs::MetricFilter');
      expect(filters).to.have.length(FLEET.length * Object.keys(LOG_METRICS).length);
      const counted = filters.map(
        ({ Properties }) => (Properties['MetricTransformations'] as { MetricNamespace: string }[])[0]?.MetricNamespace,
      );
      expect(new Set(counted)).to.deep.equal(new Set([`Deskfleet/${name}`]));
    });

    it('tells one topic, over TLS only, when it begins and when it is over', () => {
      const topic = stack().resource('watching', 'AWS::SNS::Topic');
      expect(topic.Properties['TopicName']).to.equal(`deskfleet-alarms-${name}`);
      for (const { AlarmActions } of alarms()) expect(AlarmActions.map(referenceOf)).to.deep.equal([topic.id]);
      expect(JSON.stringify(stack().resource('watching', 'AWS::SNS::TopicPolicy'))).to.include(
        '"aws:SecureTransport":"false"',
      );
    });

    it('shows everything on one page, a line for each agent', () => {
      const dashboard = stack().resource('watching', 'AWS::CloudWatch::Dashboard').Properties;
      expect(dashboard['DashboardName']).to.equal(`deskfleet-dashboard-${name}`);
      const body = JSON.stringify(dashboard['DashboardBody']);
      for (const { name: agent } of FLEET)
        expect(body.split(`\\"label\\":\\"${agent}\\"`).length - 1, agent).to.equal(6);
    });
  });

describe('an address for alarms', () => {
  it('is told of them', () => {
    const { Properties } = synthesized('dev', { alarmEmail: 'ops@example.com' }).resource(
      'watching',
      'AWS::SNS::Subscription',
    );
    expect(Properties).to.include({ Protocol: 'email', Endpoint: 'ops@example.com' });
  });
});

describe('the patterns that count in the logs', () => {
  it('are those of the lines that agents write', () => {
    const patterns = Object.fromEntries(
      Object.entries(LOG_METRICS).map(([key, { pattern }]) => [key, pattern.logPatternString]),
    );
    expect(patterns).to.deep.equal({
      modelErrors: `{ $.message = "${WATCHED.modelFailed}" }`,
      toolErrors: `{ $.message = "${WATCHED.toolFailed}" }`,
      degradedReplies: `{ $.message = "${WATCHED.degraded}" }`,
      databaseFailures: `{ (($.message = "${WATCHED.request}") && (($.code = "database_unavailable") || ($.code = "outcome_unknown"))) || ($.message = "${WATCHED.databaseCheckFailed}") }`,
      waiting: `{ $.message = "${WATCHED.handoffQueue}" }`,
      longestWait: `{ $.message = "${WATCHED.handoffQueue}" }`,
    });
  });
});
