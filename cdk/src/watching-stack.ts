/** Who looks after the fleet: figures from the logs, alarms to a topic, a dashboard. */
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { addAlarms } from './alarms.ts';
import { addDashboard } from './dashboard.ts';
import type { FleetDatabase } from './database-stack.ts';
import type { FleetStack } from './fleet-stack.ts';
import { countInLog } from './log-metrics.ts';
import { fleetName } from './names.ts';
import type { Environment } from './options.ts';

export class WatchingStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    environment: Environment,
    fleet: FleetStack,
    database: FleetDatabase,
    props: StackProps,
  ) {
    super(scope, id, props);
    const agents = [...fleet.agents.values()];
    for (const agent of agents) countInLog(this, agent.member.name, agent.logGroup, environment);
    const topic = new Topic(this, 'Alarms', { topicName: fleetName('alarms', environment), enforceSSL: true });
    if (environment.alarmEmail !== undefined) topic.addSubscription(new EmailSubscription(environment.alarmEmail));
    const { loadBalancer } = fleet;
    const alarms = addAlarms(this, environment, { agents, loadBalancer }, topic);
    addDashboard(this, environment, { agents, loadBalancer, cluster: database.cluster, alarms });
    new CfnOutput(this, 'AlarmTopicArn', { value: topic.topicArn, description: 'Subscribe here to hear of alarms' });
  }
}
