/** What the AWS SDK does for every call and nobody here needs. Middlewares by their names, as the SDK documents it. */

/** What the clients of two services have in common. */
interface AwsClient {
  readonly config: { signer: (scheme?: never) => Promise<unknown> };
  readonly middlewareStack: { remove(name: string): boolean };
}

/** @returns the client, which from now on does less for each call. */
export function lean<Client extends AwsClient>(client: Client): Client {
  // It copies every request and answer to hide what is sensitive from a log that nobody keeps.
  client.middlewareStack.remove('loggerMiddleware');
  // It is for AWS Lambda.
  client.middlewareStack.remove('recursionDetectionMiddleware');
  // The SDK makes a signer of its whole configuration for each call. Credentials are asked for when signing, by either.
  const make = client.config.signer;
  let signer: ReturnType<typeof make> | undefined;
  client.config.signer = (scheme) => (signer ??= make(scheme));
  return client;
}
