/**
 * The part of the Amazon Cognito user pools API that signs people in without a secret: JSON 1.1, one address, the
 * operation in `X-Amz-Target`. Shapes and names of errors as in the API reference (InitiateAuth, RespondToAuthChallenge,
 * RevokeToken).
 */
import { z } from 'zod';

const text = z.string().min(1).max(131_072);

export const REQUESTS = {
  InitiateAuth: z.object({
    ClientId: text,
    AuthFlow: text,
    AuthParameters: z.record(z.string(), z.string()).default({}),
  }),
  RespondToAuthChallenge: z.object({
    ClientId: text,
    ChallengeName: text,
    ChallengeResponses: z.record(z.string(), z.string()).default({}),
    Session: text.optional(),
  }),
  RevokeToken: z.object({ ClientId: text, Token: text }),
} as const;

export type Operation = keyof typeof REQUESTS;
export type Request<Name extends Operation> = z.infer<(typeof REQUESTS)[Name]>;

export type AuthAnswer =
  | {
      readonly AuthenticationResult: {
        readonly AccessToken: string;
        /** Seconds that access and ID token hold. */
        readonly ExpiresIn: number;
        readonly IdToken: string;
        /** Not with a refresh: the refresh token stays what it was. */
        readonly RefreshToken?: string;
        readonly TokenType: 'Bearer';
      };
      readonly ChallengeParameters: Readonly<Record<string, string>>;
    }
  | {
      readonly ChallengeName: 'NEW_PASSWORD_REQUIRED';
      readonly ChallengeParameters: Readonly<Record<string, string>>;
      /** Holds for three minutes, for one answer that is taken. */
      readonly Session: string;
    };

/** An error as Cognito answers it: `__type` and `message`, status 400 unless it is the service's own fault. */
export class CognitoError extends Error {
  readonly type: string;
  readonly status: number;

  constructor(type: string, message: string, status = 400) {
    super(message);
    this.name = 'CognitoError';
    this.type = type;
    this.status = status;
  }
}

export const notAuthorized = (message: string): CognitoError => new CognitoError('NotAuthorizedException', message);
export const invalidParameter = (message: string): CognitoError =>
  new CognitoError('InvalidParameterException', message);

/** @throws {CognitoError} `InvalidParameterException` */
export function parseRequest<Name extends Operation>(operation: Name, body: unknown): Request<Name> {
  const parsed = REQUESTS[operation].safeParse(body);
  if (parsed.success) return parsed.data as Request<Name>;
  const { path, message } = parsed.error.issues[0] ?? { path: [], message: '' };
  throw invalidParameter(
    `1 validation error detected: Value at '${path.join('.')}' failed to satisfy constraint: ${message}`,
  );
}
