/** What the agents may do: what their code does, and nothing else. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { AGENT_NAMES, type AgentName } from '@deskfleet/shared/fleet.ts';
import { modelChain, splitModelId } from '@deskfleet/shared/model/models.ts';
import { ENVIRONMENT_NAMES } from '../src/environments.ts';
import { EMBEDDING_AGENTS } from '../src/fleet-stack.ts';
import { referenceOf, ROOT, synthesized, type Resource, type Synthesized } from './support.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const list = <T>(value: T | readonly T[]): readonly T[] =>
  Array.isArray(value) ? (value as readonly T[]) : [value as T];
const statementsOf = (policy: Resource): readonly Statement[] =>
  (policy.Properties['PolicyDocument'] as { Statement: Statement[] }).Statement;
/** An ARN as text; what AWS fills in is in angle brackets. */
const textOf = (value: unknown): string =>
  JSON.stringify(value)
    .replaceAll(/\{"Ref":"(AWS::\w+)"\}/gu, '"<$1>"')
    .replaceAll(/\{"Fn::Join":\["",\[(.*?)\]\]\}/gu, (_, parts: string) => `"${parts.replaceAll(/","|^"|"$/gu, '')}"`);

function roleOf(stack: Synthesized, agent: AgentName, environment: string): readonly Statement[] {
  const role = stack
    .resources('fleet', 'AWS::IAM::Role')
    .find(({ Properties }) => Properties['RoleName'] === `deskfleet-${agent}-task-${environment}`);
  return stack
    .resources('fleet', 'AWS::IAM::Policy')
    .filter(({ Properties }) => list<unknown>(Properties['Roles']).some((one) => referenceOf(one) === role?.id))
    .flatMap(statementsOf);
}

const actionsOf = (statements: readonly Statement[]): readonly string[] => [
  ...new Set(statements.flatMap(({ Action }) => list(Action))),
];

const DATA_API = [
  'rds-data:BatchExecuteStatement',
  'rds-data:BeginTransaction',
  'rds-data:CommitTransaction',
  'rds-data:ExecuteStatement',
  'rds-data:RollbackTransaction',
];
const SECRET = ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'];
const MODELS = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'];

for (const name of ENVIRONMENT_NAMES)
  describe(`the task roles of ${name}`, () => {
    const stack = () => synthesized(name);

    for (const agent of AGENT_NAMES) {
      it(`${agent}: the Data API of the one cluster with its secret, and models`, () => {
        const statements = roleOf(stack(), agent, name);
        expect(actionsOf(statements)).to.have.members([...DATA_API, ...SECRET, ...MODELS]);
        expect(statements.every(({ Effect }) => Effect === 'Allow')).to.equal(true);
        for (const statement of statements.filter(({ Action }) =>
          list(Action).some((one) => !one.startsWith('bedrock:')),
        ))
          expect(textOf(statement.Resource))
            .to.match(/ImportValue":"deskfleet-\w+-database:|:cluster:/u)
            .and.not.to.include('*');
      });

      it(`${agent}: each profile of the chain, and its model in every region it leads to, through that profile only`, () => {
        const models = roleOf(stack(), agent, name).filter(({ Action }) =>
          list(Action).includes('bedrock:InvokeModelWithResponseStream'),
        );
        const profiles = models
          .filter(({ Condition }) => Condition === undefined)
          .flatMap(({ Resource }) => list<unknown>(Resource).map(textOf));
        const chain = modelChain('eu-central-1');
        for (const id of chain) {
          expect(
            profiles.some((profile) => profile.endsWith(`:inference-profile/${id}"`)),
            id,
          ).to.equal(true);
          const { baseId } = splitModelId(id);
          const tied = models.find(({ Condition }) =>
            textOf(Condition?.['StringEquals']?.['bedrock:InferenceProfileArn'] ?? '').endsWith(
              `inference-profile/${id}"`,
            ),
          );
          expect(list<unknown>(tied?.Resource).map(textOf)).to.have.members(
            ['eu-central-1', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-3'].map(
              (region) => `"arn:aws:bedrock:${region}::foundation-model/${baseId}"`,
            ),
          );
        }
        expect(profiles).to.have.length(chain.length);
      });
    }

    it('let no task start with more than its image, its log and its secret', () => {
      const starting = stack()
        .resources('fleet', 'AWS::IAM::Policy')
        .filter(({ id }) => id.includes('TaskExecutionRole'));
      expect(starting).to.have.length(AGENT_NAMES.length);
      for (const policy of starting)
        expect(actionsOf(statementsOf(policy))).to.have.members([
          'ecr:BatchCheckLayerAvailability',
          'ecr:GetDownloadUrlForLayer',
          'ecr:BatchGetImage',
          'ecr:GetAuthorizationToken',
          'logs:CreateLogStream',
          'logs:PutLogEvents',
          ...SECRET,
        ]);
    });

    it('have a wildcard only where an action knows no resource', () => {
      const wild = stack()
        .every()
        .filter(({ Type }) => Type === 'AWS::IAM::Policy')
        .flatMap((policy) => statementsOf(policy).map((statement) => ({ policy: policy.id, statement })))
        .filter(({ statement }) =>
          list<unknown>(statement.Resource).some((resource) => textOf(resource).includes('*')),
        );
      expect(new Set(wild.flatMap(({ statement }) => list(statement.Action)))).to.deep.equal(
        new Set(['ecr:GetAuthorizationToken']),
      );
      expect(actionsOf(wild.map(({ statement }) => statement)).some((action) => action.includes('*'))).to.equal(false);
    });
  });

describe('the models that a role may ask', () => {
  const policies = (options: Record<string, string>) =>
    textOf(roleOf(synthesized('dev', options), 'supervisor', 'dev'));

  it('follow the region', () => {
    const american = policies({ region: 'us-east-1' });
    expect(american).to.include('inference-profile/us.anthropic.claude-sonnet-4-6');
    for (const region of ['us-east-1', 'us-east-2', 'us-west-2'])
      expect(american).to.include(`arn:aws:bedrock:${region}::foundation-model/anthropic.claude-sonnet-4-6`);
    expect(american).not.to.match(/bedrock:eu-|inference-profile\/eu\./u);
  });

  it('are one when one is chosen, with its guardrail', () => {
    const chosen = policies({ modelId: 'eu.anthropic.claude-haiku-5-5', guardrailId: 'abc123' });
    expect(chosen).to.include('foundation-model/anthropic.claude-haiku-5-5').and.not.to.include('sonnet');
    expect(chosen).to.match(/"Action":"bedrock:ApplyGuardrail".*:guardrail\/abc123/u);
  });

  it('may be anywhere for a global profile, with a reason written down', () => {
    const global = policies({ modelId: 'global.anthropic.claude-sonnet-4-6' });
    expect(global).to.include('arn:aws:bedrock:*::foundation-model/anthropic.claude-sonnet-4-6');
    expect(global).to.include('arn:aws:bedrock:::foundation-model/anthropic.claude-sonnet-4-6');
  });

  it('embed texts only for agents whose tools search by meaning', () => {
    const using = AGENT_NAMES.filter((agent) =>
      readdirSync(`${ROOT}agents/${agent}/src`, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .some((file) =>
          /query-vector\.ts|context\.embedder|runtime\.embedder/u.test(
            readFileSync(`${ROOT}agents/${agent}/src/${file}`, 'utf8'),
          ),
        ),
    );
    expect(EMBEDDING_AGENTS).to.have.members(using);
    for (const agent of AGENT_NAMES)
      expect(
        textOf(roleOf(synthesized('dev'), agent, 'dev')).includes('foundation-model/amazon.titan-embed-text-v2:0'),
        agent,
      ).to.equal(using.includes(agent));
  });
});
