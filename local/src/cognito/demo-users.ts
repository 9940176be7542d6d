/** Who is in the laptop's user pool: every demo customer and the colleagues, all with one password that is no secret. */
import { createHash } from 'node:crypto';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import type { Database } from '@deskfleet/shared/database/database.ts';
import { DEMO_STAFF } from '../demo-data/colleagues.ts';
import type { CognitoUser } from './user-pool.ts';

/** As `docs/operating.md` says. */
const DEMO_PASSWORD = 'Deskfleet-demo-1';
/** Colleagues work for the first demo shop. */
const STAFF_TENANT = 'acme';
/** Users to whom something is in the way, so that it can be seen; all others just sign in. */
const STATUS: Readonly<Record<string, CognitoUser['status']>> = {
  'kim.novak@example.com': 'FORCE_CHANGE_PASSWORD',
  'shanna.bartoletti.237@example.com': 'FORCE_CHANGE_PASSWORD',
  'sandra.funk.238@example.com': 'UNCONFIRMED',
  'jazmyn.bode.239@example.com': 'RESET_REQUIRED',
};

const customerRow = row({ tenant: column.text(), id: column.text() });

export function demoUsers(database: Database): (email: string) => Promise<CognitoUser | undefined> {
  return async (email) => {
    const base = { sub: subjectOf(email), email, password: DEMO_PASSWORD, status: STATUS[email] ?? 'CONFIRMED' };
    if (DEMO_STAFF.some((colleague) => colleague.email === email))
      return { ...base, tenant: STAFF_TENANT, customerId: null, groups: ['staff'] };
    const customer = await database.maybeOne(
      customerRow,
      sql`select tenant_id as tenant, id from customers where lower(email) = ${email} order by tenant_id limit 1`,
    );
    return customer && { ...base, tenant: customer.tenant, customerId: customer.id, groups: ['customer'] };
  };
}

/** A UUID, as Cognito's are; the same after a restart, so that what a colleague has claimed stays theirs. */
function subjectOf(email: string): string {
  const hex = createHash('sha256').update(email).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
