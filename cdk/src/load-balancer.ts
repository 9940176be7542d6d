/** The one way in from the internet: HTTPS, an idle time that leaves streams alone, a record of requests, a firewall. */
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Peer, Port, SecurityGroup, SubnetType, type IVpc } from 'aws-cdk-lib/aws-ec2';
import {
  type ApplicationListener,
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ListenerAction,
  ListenerCertificate,
  SslPolicy,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { Firewall } from './firewall.ts';
import { fleetName, loadBalancerName } from './names.ts';
import type { Environment } from './options.ts';
import { milliseconds } from './task-environment.ts';

/** Above the longest turn: a model that thinks must not cost the customer the connection. */
const IDLE_TIMEOUT = Duration.seconds(120);
const LOGS_KEPT = Duration.days(30);

export class LoadBalancer extends Construct {
  readonly balancer: ApplicationLoadBalancer;
  /** Takes the fleet's rules: HTTPS where there is a certificate. */
  readonly listener: ApplicationListener;
  readonly url: string;

  constructor(scope: Construct, id: string, environment: Environment, vpc: IVpc) {
    super(scope, id);
    if (IDLE_TIMEOUT.toMilliseconds() <= milliseconds('TURN_TIMEOUT_MS').toMilliseconds())
      throw new Error('The load balancer would cut off turns: its idle time has to be above TURN_TIMEOUT_MS.');
    if (IDLE_TIMEOUT.toMilliseconds() >= milliseconds('KEEP_ALIVE_TIMEOUT_MS').toMilliseconds())
      throw new Error('Agents would close connections in use: KEEP_ALIVE_TIMEOUT_MS has to be above the idle time.');
    const secure = environment.certificateArn !== undefined;
    this.balancer = new ApplicationLoadBalancer(this, 'Balancer', {
      loadBalancerName: loadBalancerName(environment),
      vpc,
      vpcSubnets: { subnetType: SubnetType.PUBLIC },
      internetFacing: true,
      idleTimeout: IDLE_TIMEOUT,
      dropInvalidHeaderFields: true,
      deletionProtection: environment.keepsData,
      securityGroup: this.#securityGroup(environment, vpc, secure),
    });
    this.balancer.logAccessLogs(this.#logs(environment), 'requests');
    this.listener = this.#listen(environment);
    this.url = `${secure ? 'https' : 'http'}://${this.balancer.loadBalancerDnsName}`;
    new Firewall(this, 'Firewall', environment, this.balancer.loadBalancerArn);
  }

  #securityGroup(environment: Environment, vpc: IVpc, secure: boolean): SecurityGroup {
    const group = new SecurityGroup(this, 'SecurityGroup', {
      vpc,
      securityGroupName: fleetName('alb', environment),
      description: 'Load balancer: in from the internet, out to the agents',
      allowAllOutbound: false,
    });
    for (const port of secure ? [80, 443] : [80]) group.addIngressRule(Peer.anyIpv4(), Port.tcp(port), 'Customers');
    acknowledge(group, { EC23: 'Customers come from anywhere; the firewall and the rate limits stand behind it.' });
    return group;
  }

  /** What no rule takes goes to the supervisor: by the default action, or, with blue/green, by a rule that takes all. */
  #listen(environment: Environment): ApplicationListener {
    const missing = ListenerAction.fixedResponse(404, { contentType: 'text/plain', messageBody: 'Not found' });
    const rest = environment.blueGreen ? { defaultAction: missing } : {};
    if (environment.certificateArn === undefined)
      return this.balancer.addListener('Http', {
        port: 80,
        protocol: ApplicationProtocol.HTTP,
        open: false,
        ...rest,
      });
    this.balancer.addListener('Redirect', {
      port: 80,
      protocol: ApplicationProtocol.HTTP,
      open: false,
      defaultAction: ListenerAction.redirect({ protocol: 'HTTPS', port: '443', permanent: true }),
    });
    return this.balancer.addListener('Https', {
      port: 443,
      protocol: ApplicationProtocol.HTTPS,
      certificates: [ListenerCertificate.fromArn(environment.certificateArn)],
      sslPolicy: SslPolicy.RECOMMENDED_TLS,
      open: false,
      ...rest,
    });
  }

  #logs(environment: Environment): Bucket {
    const bucket = new Bucket(this, 'AccessLogs', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      lifecycleRules: [{ expiration: LOGS_KEPT }],
      removalPolicy: environment.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      autoDeleteObjects: !environment.keepsData,
    });
    acknowledge(bucket, { S1: 'This is where access logs are written; logging their writing would never end.' });
    return bucket;
  }
}
