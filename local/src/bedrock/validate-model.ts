/** Which model ids Bedrock knows, in the words it refuses the others with. */
import { knownModel, splitModelId, type ModelFacts } from '@deskfleet/shared/model/models.ts';
import { AwsError, validationError } from './aws-error.ts';

/**
 * @param retired foundation model ids that are past their end of life.
 * @throws {AwsError} as Bedrock: unknown id, retired model, bare id of a model that only profiles serve.
 */
export function requireModel(modelId: string, retired: ReadonlySet<string>): ModelFacts {
  const facts = knownModel(modelId);
  if (facts === undefined) throw validationError('The provided model identifier is invalid.');
  if (retired.has(facts.baseId)) {
    throw new AwsError(
      404,
      'ResourceNotFoundException',
      'This model version has reached the end of its life. Please refer to the AWS documentation for more details.',
    );
  }
  if (splitModelId(modelId).geography === undefined) {
    throw validationError(
      `Invocation of model ID ${modelId} with on-demand throughput isn’t supported. ` +
        'Retry your request with the ID or ARN of an inference profile that contains this model.',
    );
  }
  return facts;
}
