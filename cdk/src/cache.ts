/** Where all tasks count together: ElastiCache Serverless (Valkey). Nothing in it is missed when it is gone. */
import { Port, SecurityGroup, type IVpc } from 'aws-cdk-lib/aws-ec2';
import { CfnServerlessCache } from 'aws-cdk-lib/aws-elasticache';
import { Construct } from 'constructs';
import { fleetName } from './names.ts';
import type { Environment } from './options.ts';

/** Rate-limit counters are a few bytes each and live for a minute. */
const MOST_GIGABYTES = 1;
const MOST_UNITS_PER_SECOND = 5_000;

export class Cache extends Construct {
  readonly port = Port.tcpRange(6379, 6380);
  readonly securityGroup: SecurityGroup;
  readonly url: string;

  constructor(scope: Construct, id: string, environment: Environment, vpc: IVpc) {
    super(scope, id);
    this.securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc,
      securityGroupName: fleetName('cache', environment),
      description: 'Cache: in from the agents',
      allowAllOutbound: false,
    });
    const cache = new CfnServerlessCache(this, 'Cache', {
      serverlessCacheName: fleetName('cache', environment),
      engine: 'valkey',
      majorEngineVersion: '8',
      description: 'Counters of the rate limits',
      subnetIds: vpc.privateSubnets.map((subnet) => subnet.subnetId),
      securityGroupIds: [this.securityGroup.securityGroupId],
      cacheUsageLimits: {
        dataStorage: { unit: 'GB', maximum: MOST_GIGABYTES },
        ecpuPerSecond: { maximum: MOST_UNITS_PER_SECOND },
      },
    });
    // Serverless caches speak TLS only.
    this.url = `rediss://${cache.attrEndpointAddress}:${cache.attrEndpointPort}`;
  }
}
