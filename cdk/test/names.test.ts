import { expect } from 'chai';
import { FLEET } from '@deskfleet/shared/fleet.ts';
import { ENVIRONMENT_NAMES, ENVIRONMENTS, type EnvironmentName } from '../src/environments.ts';
import { targetGroupName } from '../src/names.ts';
import { PARTS, synthesized } from './support.ts';

/** Properties that are names in an account, by type of resource; the rest is named by CloudFormation after its stack. */
const NAMES: Readonly<Record<string, string>> = {
  'AWS::EC2::SecurityGroup': 'GroupName',
  'AWS::ECR::Repository': 'RepositoryName',
  'AWS::ECS::Cluster': 'ClusterName',
  'AWS::ECS::Service': 'ServiceName',
  'AWS::ECS::TaskDefinition': 'Family',
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 'Name',
  'AWS::ElasticLoadBalancingV2::TargetGroup': 'Name',
  'AWS::ElastiCache::ServerlessCache': 'ServerlessCacheName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::RDS::DBCluster': 'DBClusterIdentifier',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::ServiceDiscovery::HttpNamespace': 'Name',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::WAFv2::WebACL': 'Name',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::CloudWatch::Dashboard': 'DashboardName',
  'AWS::Cognito::UserPool': 'UserPoolName',
  'AWS::Cognito::UserPoolClient': 'ClientName',
  'AWS::IAM::Role': 'RoleName',
};

function namesOf(environment: EnvironmentName): readonly string[] {
  return synthesized(environment)
    .every()
    .flatMap(({ Type, Properties }) => {
      const name = NAMES[Type] === undefined ? undefined : (Properties[NAMES[Type]] as unknown);
      return typeof name === 'string' ? [`${Type} ${name}`] : [];
    });
}

describe('the names', () => {
  it('of no two environments are the same, so that they live in one account', () => {
    const all = ENVIRONMENT_NAMES.flatMap(namesOf);
    expect(all.length).to.be.above(150);
    expect(all.filter((name, index) => all.indexOf(name) !== index)).to.deep.equal([]);
  });

  it('carry the environment', () => {
    for (const environment of ENVIRONMENT_NAMES)
      for (const name of namesOf(environment))
        expect(name).to.match(new RegExp(`[-/](${environment}|${ENVIRONMENTS[environment].shortName})([-/]|$)`, 'u'));
  });

  it('are all known to this test', () => {
    const named = synthesized('prod', { cache: 'true' })
      .every()
      .filter(({ Type, Properties }) => {
        const nameLike = Object.entries(Properties).some(
          ([key, value]) =>
            /^(?!PolicyName)(\w*Name|DBClusterIdentifier)$/u.test(key) &&
            typeof value === 'string' &&
            value.includes('prod'),
        );
        return nameLike && NAMES[Type] === undefined;
      });
    // A policy has its name within its role or service.
    expect([...new Set(named.map(({ Type }) => Type))]).to.deep.equal([]);
  });

  it('are no longer than a load balancer takes', () => {
    for (const { name } of FLEET)
      for (const environment of Object.values(ENVIRONMENTS).map((row, index) => ({
        ...row,
        name: ENVIRONMENT_NAMES[index]!,
      })))
        for (const colour of ['tg', 'tg2'] as const)
          expect(targetGroupName(name, environment, colour).length).to.be.at.most(32);
    const long = { name: 'staging', shortName: 'an-environment-with-a-long-name' } as const;
    expect(() => targetGroupName('supervisor', long)).to.throw(/more than 32 characters/u);
  });

  it('of the stacks and their order are what the README and the pipeline use', () => {
    for (const environment of ENVIRONMENT_NAMES)
      expect(PARTS.map((part) => synthesized(environment).artifact(part).displayName)).to.deep.equal(
        ['repositories', 'network', 'sign-in', 'database', 'fleet', 'watching'].map(
          (part) => `deskfleet-${environment}-${part}`,
        ),
      );
  });
});

describe('every number of the fleet', () => {
  for (const environment of ENVIRONMENT_NAMES)
    it(`is in the templates of ${environment}, and agents that are not in it are not`, () => {
      const fleet = JSON.stringify(synthesized(environment).template('fleet'));
      for (const { name, port, prefix } of FLEET) {
        expect(fleet)
          .to.include(`"ContainerPort":${port}`)
          .and.include(`"Port":${port}`)
          .and.include(`"FromPort":${port}`);
        expect(fleet).to.include(`"${prefix}/*"`).and.include(`"${name}-service-${environment}"`);
      }
      const ports = [...fleet.matchAll(/"ContainerPort":(\d+)/gu)].map(([, port]) => Number(port));
      expect(new Set(ports)).to.deep.equal(new Set(FLEET.map(({ port }) => port)));
    });
});
