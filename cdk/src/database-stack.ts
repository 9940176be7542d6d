/** The database: Aurora PostgreSQL Serverless v2, reached through the Data API only, brought up to date before the fleet. */
import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { SecurityGroup, SubnetType, type IVpc } from 'aws-cdk-lib/aws-ec2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  AuroraPostgresEngineVersion,
  ClusterInstance,
  Credentials,
  DatabaseCluster,
  DatabaseClusterEngine,
} from 'aws-cdk-lib/aws-rds';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { settingsTable } from '@deskfleet/shared/settings.ts';
import { acknowledge } from './acknowledge.ts';
import { Migrations } from './migrations.ts';
import { clusterIdentifier, fleetName } from './names.ts';
import type { Environment } from './options.ts';

const BACKUP_DAYS = 7;
const PAUSE_AFTER = Duration.hours(1);

/** What agents and migrations need to reach the database. */
export interface FleetDatabase {
  readonly cluster: DatabaseCluster;
  /** Made, kept and rotated by RDS. */
  readonly secret: ISecret;
  readonly name: string;
}

export class DatabaseStack extends Stack {
  readonly database: FleetDatabase;

  constructor(scope: Construct, id: string, environment: Environment, vpc: IVpc, props: StackProps) {
    super(scope, id, props);
    const cluster = this.#cluster(environment, vpc);
    if (cluster.secret === undefined) throw new Error('RDS manages the password, so there is a secret.');
    this.database = { cluster, secret: cluster.secret, name: settingsTable.DATABASE_NAME.parse(undefined) };
    const migrations = new Migrations(this, 'Migrations', { database: this.database, environment });
    // The Data API answers once there is an instance.
    migrations.node.addDependency(cluster);
    new CfnOutput(this, 'DatabaseResourceArn', { value: cluster.clusterArn, description: 'DATABASE_RESOURCE_ARN' });
    new CfnOutput(this, 'DatabaseSecretArn', {
      value: this.database.secret.secretArn,
      description: 'DATABASE_SECRET_ARN',
    });
  }

  #cluster(environment: Environment, vpc: IVpc): DatabaseCluster {
    const identifier = clusterIdentifier(environment);
    const { leastAcu, mostAcu, reader } = environment.database;
    const logs = new LogGroup(this, 'PostgresLogs', {
      logGroupName: `/aws/rds/cluster/${identifier}/postgresql`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const group = new SecurityGroup(this, 'DatabaseSecurityGroup', {
      vpc,
      securityGroupName: fleetName('database', environment),
      description: 'Aurora: nobody connects to it; the Data API does not come through the network',
      allowAllOutbound: false,
    });
    // A cluster that stays when its stack is deleted still stands in its group.
    if (environment.keepsData) group.applyRemovalPolicy(RemovalPolicy.RETAIN);
    const cluster = new DatabaseCluster(this, 'Database', {
      clusterIdentifier: identifier,
      engine: DatabaseClusterEngine.auroraPostgres({ version: AuroraPostgresEngineVersion.VER_17_9 }),
      credentials: Credentials.fromUsername('deskfleet'),
      manageMasterUserPassword: true,
      defaultDatabaseName: settingsTable.DATABASE_NAME.parse(undefined),
      enableDataApi: true,
      iamAuthentication: true,
      storageEncrypted: true,
      serverlessV2MinCapacity: environment.autoPause ? 0 : leastAcu,
      serverlessV2MaxCapacity: mostAcu,
      ...(environment.autoPause ? { serverlessV2AutoPauseDuration: PAUSE_AFTER } : {}),
      writer: ClusterInstance.serverlessV2('Writer', { publiclyAccessible: false }),
      readers: reader
        ? [ClusterInstance.serverlessV2('Reader', { scaleWithWriter: true, publiclyAccessible: false })]
        : [],
      vpc,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
      securityGroups: [group],
      backup: { retention: Duration.days(BACKUP_DAYS), preferredWindow: '02:00-03:00' },
      preferredMaintenanceWindow: 'Sun:03:30-Sun:04:30',
      copyTagsToSnapshot: true,
      cloudwatchLogsExports: ['postgresql'],
      deletionProtection: environment.keepsData,
      removalPolicy: environment.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    // Otherwise RDS makes the group first, and it would keep its lines for ever.
    cluster.node.addDependency(logs);
    acknowledge(cluster, {
      RDS11: 'No port of the database is open to anybody: it is reached through the Data API over HTTPS.',
      ...(environment.keepsData
        ? {}
        : { RDS10: 'dev and staging hold nothing that anybody would miss, and are to be deleted by `cdk destroy`.' }),
    });
    return cluster;
  }
}
