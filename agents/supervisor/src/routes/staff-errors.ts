/** What every call of the staff API may answer with, beside its own errors. */
import type { ErrorCode } from '@deskfleet/shared/http/errors.ts';
import { SIGNED_IN_ERRORS } from '@deskfleet/shared/http/principal.ts';

export const STAFF_ERRORS: readonly ErrorCode[] = ['invalid_request', ...SIGNED_IN_ERRORS, 'database_unavailable'];
