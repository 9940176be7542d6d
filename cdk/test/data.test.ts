/** What is kept: the database, the users, the images. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { FLEET } from '@deskfleet/shared/fleet.ts';
import { ENVIRONMENT_NAMES } from '../src/environments.ts';
import { ROOT, synthesized } from './support.ts';

for (const name of ENVIRONMENT_NAMES) {
  const stack = () => synthesized(name);
  const prod = name === 'prod';

  describe(`the database of ${name}`, () => {
    it('is Aurora PostgreSQL 17.9, serverless from 0.5 to 4 units, encrypted, with the Data API and a week of backups', () => {
      const { Properties } = stack().resource('database', 'AWS::RDS::DBCluster');
      expect(Properties).to.deep.include({
        Engine: 'aurora-postgresql',
        EngineVersion: '17.9',
        DatabaseName: 'deskfleet',
        DBClusterIdentifier: `deskfleet-${name}`,
        EnableHttpEndpoint: true,
        StorageEncrypted: true,
        BackupRetentionPeriod: 7,
        DeletionProtection: prod,
        ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 4 },
      });
    });

    it('has a password that RDS makes, keeps and rotates', () => {
      const { Properties } = stack().resource('database', 'AWS::RDS::DBCluster');
      expect(Properties['ManageMasterUserPassword']).to.equal(true);
      expect(Properties).not.to.have.property('MasterUserPassword');
    });

    it('has a reader in prod, and every instance is private and serverless', () => {
      const instances = stack().resources('database', 'AWS::RDS::DBInstance');
      expect(instances).to.have.length(prod ? 2 : 1);
      for (const { Properties } of instances)
        expect(Properties).to.include({ DBInstanceClass: 'db.serverless', PubliclyAccessible: false });
      // The reader is as big as the writer, so that it can take its place.
      expect(instances.every(({ Properties }) => Number(Properties['PromotionTier']) <= 1)).to.equal(true);
      const subnets = JSON.stringify(stack().resource('database', 'AWS::RDS::DBSubnetGroup').Properties['SubnetIds']);
      expect(subnets)
        .to.match(/privateSubnet1.*privateSubnet2/u)
        .and.not.to.include('publicSubnet');
    });

    it('is reached by nobody through the network', () => {
      const { Properties } = stack().resource('database', 'AWS::EC2::SecurityGroup');
      expect(Properties).not.to.have.property('SecurityGroupIngress');
      expect(stack().resources('database', 'AWS::EC2::SecurityGroupIngress')).to.deep.equal([]);
    });

    it('outlives its stack in prod', () => {
      const cluster = stack().resource('database', 'AWS::RDS::DBCluster');
      for (const kept of [cluster, stack().resource('sign-in', 'AWS::Cognito::UserPool')]) {
        expect(kept.DeletionPolicy).to.equal(prod ? 'Retain' : 'Delete');
        expect(kept.UpdateReplacePolicy).to.equal(prod ? 'Retain' : 'Delete');
      }
      // What a cluster that stays still needs stays with it.
      for (const type of ['AWS::EC2::SecurityGroup', 'AWS::RDS::DBSubnetGroup', 'AWS::RDS::DBInstance'])
        for (const part of stack().resources('database', type))
          if (prod) expect(part.DeletionPolicy, type).to.equal('Retain');
      for (const part of ['database', 'sign-in', 'repositories', 'network'] as const)
        expect(stack().artifact(part).properties.terminationProtection ?? false, part).to.equal(prod);
    });

    it('is brought up to date once it has an instance, and before anything of the fleet changes', () => {
      const run = stack().resource('database', 'Custom::Migrations');
      const cluster = stack().resource('database', 'AWS::RDS::DBCluster').id;
      const writers = stack()
        .resources('database', 'AWS::RDS::DBInstance')
        .map(({ id }) => id);
      expect(run.DependsOn).to.include.members([cluster, ...writers]);
      const files = readdirSync(`${ROOT}migrations`).filter((file) => file.endsWith('.sql'));
      expect(run.Properties['files']).to.deep.equal(
        Object.fromEntries(
          files.map((file) => [
            file,
            createHash('sha256')
              .update(readFileSync(`${ROOT}migrations/${file}`))
              .digest('hex'),
          ]),
        ),
      );
      expect(stack().artifact('fleet').dependencies).to.include(`deskfleet-${name}-database`);
    });

    it('is told to the migrations under the names that agents use', () => {
      const { Properties } = stack().resource('database', 'AWS::Lambda::Function');
      expect(Object.keys((Properties['Environment'] as { Variables: object }).Variables)).to.have.members([
        'DATABASE_RESOURCE_ARN',
        'DATABASE_SECRET_ARN',
        'DATABASE_NAME',
      ]);
      expect(Properties).to.include({ Runtime: 'nodejs24.x', Timeout: 900 });
    });
  });

  describe(`the users of ${name}`, () => {
    it('cannot sign up alone, and cannot change which shop and which customer they are', () => {
      const pool = stack().resource('sign-in', 'AWS::Cognito::UserPool').Properties;
      expect(pool['AdminCreateUserConfig']).to.deep.equal({ AllowAdminCreateUserOnly: true });
      expect((pool['Schema'] as { Name: string }[]).map(({ Name }) => Name)).to.have.members(['tenant', 'customer_id']);
      const client = stack().resource('sign-in', 'AWS::Cognito::UserPoolClient').Properties;
      expect(client['WriteAttributes']).to.deep.equal(['email']);
      expect(client['ReadAttributes']).to.include.members(['custom:tenant', 'custom:customer_id']);
      expect(client).to.include({ GenerateSecret: false, PreventUserExistenceErrors: 'ENABLED' });
      expect(client['ExplicitAuthFlows']).to.have.members([
        'ALLOW_ADMIN_USER_PASSWORD_AUTH',
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_USER_SRP_AUTH',
        'ALLOW_REFRESH_TOKEN_AUTH',
      ]);
    });

    it('stay signed in for a month at most, with tokens that can be revoked and that hold for an hour', () => {
      const client = stack().resource('sign-in', 'AWS::Cognito::UserPoolClient').Properties;
      expect(client).to.deep.include({
        EnableTokenRevocation: true,
        IdTokenValidity: 60,
        AccessTokenValidity: 60,
        RefreshTokenValidity: 43_200,
        TokenValidityUnits: { IdToken: 'minutes', AccessToken: 'minutes', RefreshToken: 'minutes' },
      });
    });

    it('are customers, staff or services', () => {
      const groups = stack().resources('sign-in', 'AWS::Cognito::UserPoolGroup');
      expect(groups.map(({ Properties }) => Properties['GroupName'] as string)).to.have.members([
        'customer',
        'staff',
        'service',
      ]);
    });

    it('choose long passwords; in prod stolen ones are noticed', () => {
      const pool = stack().resource('sign-in', 'AWS::Cognito::UserPool').Properties;
      expect((pool['Policies'] as { PasswordPolicy: { MinimumLength: number } }).PasswordPolicy.MinimumLength).to.equal(
        12,
      );
      expect(pool['UserPoolTier']).to.equal(prod ? 'PLUS' : 'ESSENTIALS');
      expect(pool['DeletionProtection']).to.equal(prod ? 'ACTIVE' : 'INACTIVE');
    });
  });

  describe(`the repositories of ${name}`, () => {
    it('are one for each agent, scanned on push, tags unchangeable, old images removed', () => {
      const repositories = stack().resources('repositories', 'AWS::ECR::Repository');
      expect(repositories.map(({ Properties }) => Properties['RepositoryName'] as string)).to.have.members(
        FLEET.map(({ image }) => `${image}-${name}`),
      );
      for (const { Properties, DeletionPolicy } of repositories) {
        expect(Properties['ImageScanningConfiguration']).to.deep.equal({ ScanOnPush: true });
        expect(Properties['ImageTagMutability']).to.equal('IMMUTABLE');
        expect((Properties['LifecyclePolicy'] as { LifecyclePolicyText: string }).LifecyclePolicyText).to.include(
          '"expire"',
        );
        expect(DeletionPolicy).to.equal(prod ? 'Retain' : 'Delete');
      }
    });
  });
}

describe('the database of dev with -c autoPause=true', () => {
  it('may fall asleep, and the fleet lets it', () => {
    const stack = synthesized('dev', { autoPause: 'true' });
    expect(
      stack.resource('database', 'AWS::RDS::DBCluster').Properties['ServerlessV2ScalingConfiguration'],
    ).to.deep.equal({
      MinCapacity: 0,
      MaxCapacity: 4,
      SecondsUntilAutoPause: 3600,
    });
    const [task] = stack.resources('fleet', 'AWS::ECS::TaskDefinition');
    for (const name of ['AUTO_RESOLVE_INTERVAL_MS', 'REMEMBER_INTERVAL_MS'])
      expect(JSON.stringify(task?.Properties['ContainerDefinitions'])).to.include(
        `{"Name":"${name}","Value":"21600000"}`,
      );
  });
});
