import { expect } from 'chai';
import { ENVIRONMENT_NAMES } from '../src/environments.ts';
import { synthesized } from './support.ts';

const ENDPOINTS = ['bedrock-runtime', 'rds-data', 'secretsmanager', 'sqs', 'ecr.api', 'ecr.dkr', 'logs'];

for (const name of ENVIRONMENT_NAMES)
  describe(`the network of ${name}`, () => {
    const stack = () => synthesized(name);

    it('is 10.0.0.0/16 with two public and two private subnets, in two zones', () => {
      expect(stack().resource('network', 'AWS::EC2::VPC').Properties['CidrBlock']).to.equal('10.0.0.0/16');
      const subnets = stack().resources('network', 'AWS::EC2::Subnet');
      const zoneOf = (subnet: (typeof subnets)[number]) => JSON.stringify(subnet.Properties['AvailabilityZone']);
      const of = (kind: 'Public' | 'Private') => subnets.filter(({ id }) => id.includes(`${kind.toLowerCase()}Subnet`));
      expect(of('Public').map(({ Properties }) => Properties['CidrBlock'] as string)).to.deep.equal([
        '10.0.1.0/24',
        '10.0.2.0/24',
      ]);
      expect(of('Private').map(({ Properties }) => Properties['CidrBlock'] as string)).to.deep.equal([
        '10.0.10.0/24',
        '10.0.20.0/24',
      ]);
      expect(new Set(of('Public').map(zoneOf)).size).to.equal(2);
      expect(of('Private').map(zoneOf)).to.deep.equal(of('Public').map(zoneOf));
      expect(subnets.every(({ Properties }) => Properties['MapPublicIpOnLaunch'] === false)).to.equal(true);
    });

    it('has a way out for public subnets, and NAT for private ones: one gateway, two in prod', () => {
      expect(stack().resources('network', 'AWS::EC2::InternetGateway')).to.have.length(1);
      const gateways = stack()
        .resources('network', 'AWS::EC2::NatGateway')
        .map(({ id }) => id);
      expect(gateways).to.have.length(name === 'prod' ? 2 : 1);
      const routes = stack().resources('network', 'AWS::EC2::Route');
      const used = routes.flatMap(
        ({ Properties }) => (Properties['NatGatewayId'] as { Ref: string } | undefined)?.Ref ?? [],
      );
      expect(used).to.have.length(2);
      expect(new Set(used)).to.deep.equal(new Set(gateways));
    });

    it('reaches S3 by a gateway, other services by interface endpoints in both zones; dev through NAT', () => {
      const endpoints = stack().resources('network', 'AWS::EC2::VPCEndpoint');
      const [gateway, ...others] = endpoints.filter(({ Properties }) => Properties['VpcEndpointType'] === 'Gateway');
      expect(others).to.deep.equal([]);
      expect(JSON.stringify(gateway?.Properties['ServiceName'])).to.match(/\.s3"/u);
      const interfaces = endpoints.filter(({ Properties }) => Properties['VpcEndpointType'] === 'Interface');
      const services = interfaces.map(({ Properties }) => Properties['ServiceName'] as string);
      expect(services).to.have.members(
        name === 'dev' ? [] : ENDPOINTS.map((service) => `com.amazonaws.eu-central-1.${service}`),
      );
      for (const { Properties } of interfaces) {
        expect(Properties['SubnetIds']).to.have.length(2);
        expect(Properties['PrivateDnsEnabled']).to.equal(true);
      }
    });

    it('lets nobody but its own hosts talk to the endpoints, over HTTPS', () => {
      for (const group of stack().resources('network', 'AWS::EC2::SecurityGroup'))
        expect(group.Properties['SecurityGroupIngress']).to.deep.equal([
          {
            CidrIp: '10.0.0.0/16',
            Description: 'HTTPS from inside the network',
            FromPort: 443,
            IpProtocol: 'tcp',
            ToPort: 443,
          },
        ]);
    });

    it('records what flows, for a month', () => {
      expect(stack().resource('network', 'AWS::EC2::FlowLog').Properties).to.include({
        ResourceType: 'VPC',
        TrafficType: 'ALL',
        LogDestinationType: 'cloud-watch-logs',
      });
      expect(stack().resource('network', 'AWS::Logs::LogGroup').Properties['RetentionInDays']).to.equal(30);
    });
  });
