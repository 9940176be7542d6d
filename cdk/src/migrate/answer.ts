/**
 * CloudFormation's side of a custom resource: it calls with an address, and waits until the outcome is put there.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
 */

export interface CustomResourceEvent {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  /** Presigned: whoever has it may answer. */
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
}

export interface LambdaContext {
  /** Milliseconds until the function is ended. */
  getRemainingTimeInMillis(): number;
}

/** There is one, and an update never replaces it: to replace is to delete. */
const PHYSICAL_ID = 'migrations';
/** Time kept back for the answer, in milliseconds. */
const ANSWER_MS = 20_000;
/** An answer may have 4,096 bytes in all. */
const MOST_REASON_CHARACTERS = 1_000;

/**
 * Does the work and says how it went. Deleting the resource does nothing: the data is the cluster's to keep.
 *
 * @param work ends soon after its signal is aborted
 */
export async function answerCloudFormation(
  event: CustomResourceEvent,
  context: LambdaContext,
  work: (signal: AbortSignal) => Promise<Readonly<Record<string, string>>>,
): Promise<void> {
  const outcome = event.RequestType === 'Delete' ? { Status: 'SUCCESS' } : await outcomeOf(context, work);
  const { StackId, RequestId, LogicalResourceId } = event;
  const body = JSON.stringify({ ...outcome, PhysicalResourceId: PHYSICAL_ID, StackId, RequestId, LogicalResourceId });
  // The address is signed for a request without a content type.
  const response = await fetch(event.ResponseURL, { method: 'PUT', body, headers: { 'content-type': '' } });
  if (!response.ok) throw new Error(`CloudFormation did not take the answer: ${response.status}`);
}

async function outcomeOf(
  context: LambdaContext,
  work: (signal: AbortSignal) => Promise<Readonly<Record<string, string>>>,
): Promise<Readonly<Record<string, unknown>>> {
  const time = Math.max(1, context.getRemainingTimeInMillis() - ANSWER_MS);
  try {
    return { Status: 'SUCCESS', Data: await work(AbortSignal.timeout(time)) };
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).slice(0, MOST_REASON_CHARACTERS);
    process.stdout.write(`${JSON.stringify({ level: 'error', message: 'migrations failed', error: reason })}\n`);
    return { Status: 'FAILED', Reason: reason };
  }
}
