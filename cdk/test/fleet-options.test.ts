/** What `-c name=value` changes in the fleet. */
import { expect } from 'chai';
import { FLEET } from '@deskfleet/shared/fleet.ts';
import { referenceOf, synthesized } from './support.ts';

interface Container {
  readonly Name: string;
  readonly Image: unknown;
  readonly ReadonlyRootFilesystem?: boolean;
  readonly Essential: boolean;
}

describe('the options of the fleet', () => {
  const services = (options: Record<string, string>) =>
    synthesized('dev', options).resources('fleet', 'AWS::ECS::Service');

  it('-c blueGreen=true: two target groups for each agent, and every path has a rule that can be moved', () => {
    const stack = synthesized('dev', { blueGreen: 'true' });
    for (const { Properties } of services({ blueGreen: 'true' })) {
      expect(Properties['DeploymentConfiguration']).to.deep.include({ Strategy: 'BLUE_GREEN', BakeTimeInMinutes: 5 });
      expect(JSON.stringify(Properties['LoadBalancers']))
        .to.include('AlternateTargetGroupArn')
        .and.include('ProductionListenerRule');
    }
    expect(stack.resources('fleet', 'AWS::ElasticLoadBalancingV2::TargetGroup')).to.have.length(2 * FLEET.length);
    const rules = stack.resources('fleet', 'AWS::ElasticLoadBalancingV2::ListenerRule');
    const rest = rules.find(({ Properties }) => JSON.stringify(Properties['Conditions']).includes('"/*"'));
    expect(rest?.Properties['Priority']).to.equal(
      Math.max(...rules.map(({ Properties }) => Number(Properties['Priority']))),
    );
  });

  it('-c imageTag=…: the images that a pipeline has pushed, and nothing to build', () => {
    const stack = synthesized('dev', { imageTag: 'abc1234', collector: 'true', cache: 'true' });
    const images = stack
      .resources('fleet', 'AWS::ECS::TaskDefinition')
      .flatMap(({ Properties }) =>
        (Properties['ContainerDefinitions'] as Container[]).map(({ Image }) => JSON.stringify(Image)),
      );
    for (const { name } of FLEET)
      expect(
        images.some(
          (image) =>
            image.includes(`repositories`) && image.includes(':abc1234') && image.includes(name.replaceAll('-', '')),
        ),
      ).to.equal(true);
  });

  it('-c collector=true: a collector beside each agent that is not missed when it dies', () => {
    const stack = synthesized('dev', { imageTag: 'abc1234', collector: 'true', cache: 'true' });
    for (const { Properties } of stack.resources('fleet', 'AWS::ECS::TaskDefinition')) {
      const collector = (Properties['ContainerDefinitions'] as Container[]).find(({ Name }) => Name === 'collector');
      expect(collector).to.include({ Essential: false, ReadonlyRootFilesystem: true });
      expect(collector?.Image).to.match(/^public\.ecr\.aws\/aws-observability\/aws-otel-collector:v\d/u);
    }
  });

  it('-c cache=true: a Valkey cache over TLS that only agents reach, told to them as REDIS_URL', () => {
    const stack = synthesized('dev', { imageTag: 'abc1234', collector: 'true', cache: 'true' });
    expect(stack.resource('fleet', 'AWS::ElastiCache::ServerlessCache').Properties).to.include({
      Engine: 'valkey',
      ServerlessCacheName: 'deskfleet-cache-dev',
    });
    const [task] = stack.resources('fleet', 'AWS::ECS::TaskDefinition');
    expect(JSON.stringify(task)).to.match(/"Name":"REDIS_URL","Value":\{"Fn::Join":\["",\["rediss:\/\//u);
    const cacheGroup = stack
      .resources('fleet', 'AWS::EC2::SecurityGroup')
      .find(({ Properties }) => Properties['GroupName'] === 'deskfleet-cache-dev');
    const into = stack
      .resources('fleet', 'AWS::EC2::SecurityGroupIngress')
      .filter(({ Properties }) => referenceOf(Properties['GroupId']) === cacheGroup?.id);
    expect(into).to.have.length(FLEET.length);
    expect(cacheGroup?.Properties).not.to.have.property('SecurityGroupIngress');
  });
});
