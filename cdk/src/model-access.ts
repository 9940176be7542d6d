/**
 * What an agent may ask of Bedrock: the links of its own model chain, each through its inference profile only.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/geographic-cross-region-inference.html
 */
import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { modelChain, splitModelId } from '@deskfleet/shared/model/models.ts';
import { acknowledge } from './acknowledge.ts';
import { ANY_REGION, profileDestinations } from './model-regions.ts';
import type { Environment } from './options.ts';
import { settingDefault } from './task-environment.ts';

/** Converse and ConverseStream ask for these two. */
const INVOKE = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'];

interface Access {
  readonly statements: readonly PolicyStatement[];
  /** Resources with a wildcard → why. */
  readonly wildcards: Readonly<Record<string, string>>;
}

/** @param embeds whether the agent searches by meaning, for which it embeds questions */
export function allowModels(role: Role, environment: Environment, { embeds }: { readonly embeds: boolean }): void {
  const stack = Stack.of(role);
  const chain = modelChain(environment.region, environment.modelId).map((id) =>
    accessTo(stack, environment.region, id),
  );
  for (const statement of chain.flatMap(({ statements }) => statements)) role.addToPolicy(statement);
  if (embeds)
    role.addToPolicy(new PolicyStatement({ actions: ['bedrock:InvokeModel'], resources: [embeddingModel(stack)] }));
  if (environment.guardrailId !== undefined)
    role.addToPolicy(
      new PolicyStatement({
        actions: ['bedrock:ApplyGuardrail'],
        resources: [guardrailArn(stack, environment.guardrailId)],
      }),
    );
  for (const { wildcards } of chain) acknowledge(role, wildcards);
}

function accessTo(stack: Stack, region: string, modelId: string): Access {
  const { geography, baseId } = splitModelId(modelId);
  if (geography === undefined)
    return {
      statements: [new PolicyStatement({ actions: INVOKE, resources: [foundationModel(stack, region, baseId)] })],
      wildcards: {},
    };
  const profile = modelId.startsWith('arn:')
    ? modelId
    : stack.formatArn({ service: 'bedrock', resource: 'inference-profile', resourceName: modelId });
  const destinations = profileDestinations(geography, region).map((at) => foundationModel(stack, at, baseId));
  return {
    statements: [
      new PolicyStatement({ actions: INVOKE, resources: [profile] }),
      new PolicyStatement({
        actions: INVOKE,
        resources: destinations,
        conditions: { StringEquals: { 'bedrock:InferenceProfileArn': profile } },
      }),
    ],
    wildcards:
      geography === 'global'
        ? {
            [`IAM5[Resource::${foundationModel(stack, ANY_REGION, baseId)}]`]:
              'A global profile answers from any region; the condition ties it to this profile and this model.',
          }
        : {},
  };
}

/** Foundation models belong to nobody's account. */
function foundationModel(stack: Stack, region: string, baseId: string): string {
  return `arn:${stack.partition}:bedrock:${region}::foundation-model/${baseId}`;
}

function embeddingModel(stack: Stack): string {
  return foundationModel(stack, stack.region, settingDefault('BEDROCK_EMBEDDING_MODEL_ID'));
}

function guardrailArn(stack: Stack, id: string): string {
  return id.startsWith('arn:') ? id : stack.formatArn({ service: 'bedrock', resource: 'guardrail', resourceName: id });
}
