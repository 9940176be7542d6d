/** The network: two public and two private subnets, the way out, the ways to AWS's services, and a record of what flows. */
import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import {
  FlowLogDestination,
  FlowLogTrafficType,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
  type CfnSubnet,
  type ISubnet,
} from 'aws-cdk-lib/aws-ec2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { fleetName } from './names.ts';
import type { Environment } from './options.ts';

const VPC_CIDR = '10.0.0.0/16';
const PUBLIC_CIDRS = ['10.0.1.0/24', '10.0.2.0/24'] as const;
const PRIVATE_CIDRS = ['10.0.10.0/24', '10.0.20.0/24'] as const;

/** Reached without leaving the network where `interfaceEndpoints` says so; each costs its price in both zones. */
const ENDPOINTS: Readonly<Record<string, InterfaceVpcEndpointAwsService>> = {
  BedrockRuntime: InterfaceVpcEndpointAwsService.BEDROCK_RUNTIME,
  RdsData: InterfaceVpcEndpointAwsService.RDS_DATA,
  SecretsManager: InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
  Sqs: InterfaceVpcEndpointAwsService.SQS,
  Ecr: InterfaceVpcEndpointAwsService.ECR,
  EcrDocker: InterfaceVpcEndpointAwsService.ECR_DOCKER,
  Logs: InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
};

export class NetworkStack extends Stack {
  readonly vpc: Vpc;

  constructor(scope: Construct, id: string, environment: Environment, props: StackProps) {
    super(scope, id, props);
    this.vpc = new Vpc(this, 'Vpc', {
      vpcName: fleetName('vpc', environment),
      ipAddresses: IpAddresses.cidr(VPC_CIDR),
      maxAzs: 2,
      natGateways: environment.natGateways,
      subnetConfiguration: [
        { name: 'public', subnetType: SubnetType.PUBLIC, cidrMask: 24, mapPublicIpOnLaunch: false },
        { name: 'private', subnetType: SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 24 },
      ],
      gatewayEndpoints: { S3: { service: GatewayVpcEndpointAwsService.S3 } },
    });
    setCidrs(this.vpc.publicSubnets, PUBLIC_CIDRS);
    setCidrs(this.vpc.privateSubnets, PRIVATE_CIDRS);
    if (environment.interfaceEndpoints) this.#addEndpoints(environment);
    this.vpc.addFlowLog('FlowLog', {
      trafficType: FlowLogTrafficType.ALL,
      destination: FlowLogDestination.toCloudWatchLogs(
        new LogGroup(this, 'FlowLogGroup', {
          logGroupName: `/aws/vpc/${fleetName('flow', environment)}`,
          retention: RetentionDays.ONE_MONTH,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
      ),
    });
  }

  #addEndpoints(environment: Environment): void {
    const group = new SecurityGroup(this, 'EndpointsSecurityGroup', {
      vpc: this.vpc,
      securityGroupName: fleetName('endpoints', environment),
      description: 'Interface endpoints: HTTPS from inside the network',
      allowAllOutbound: false,
    });
    group.addIngressRule(Peer.ipv4(VPC_CIDR), Port.tcp(443), 'HTTPS from inside the network');
    for (const [name, service] of Object.entries(ENDPOINTS))
      this.vpc.addInterfaceEndpoint(name, {
        service,
        subnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
        securityGroups: [group],
        open: false,
      });
  }
}

/** The Vpc construct hands out ranges one after the other; ours are fixed. */
function setCidrs(subnets: readonly ISubnet[], cidrs: readonly string[]): void {
  for (const [index, subnet] of subnets.entries())
    (subnet.node.defaultChild as CfnSubnet).addPropertyOverride('CidrBlock', cidrs[index]);
}
