/** An error as Bedrock answers it: HTTP status, type and message. */
export class AwsError extends Error {
  readonly status: number;
  readonly type: string;
  constructor(status: number, type: string, message: string) {
    super(message);
    this.name = 'AwsError';
    this.status = status;
    this.type = type;
  }
}

export function validationError(message: string): AwsError {
  return new AwsError(400, 'ValidationException', message);
}

export function throttlingError(): AwsError {
  return new AwsError(429, 'ThrottlingException', 'Too many requests, please wait before trying again.');
}
