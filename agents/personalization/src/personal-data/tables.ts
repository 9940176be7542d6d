/**
 * THE list of what is held about a customer: which tables, how a row belongs to them, what an export shows of it and what
 * an erasure does to it. Export, erasure, their counts and the check for unfinished business are all made from it.
 * A test fails when the schema has a table about customers that is missing here.
 */
import { ACCOUNT_TABLES } from './account-tables.ts';
import { CONVERSATION_TABLES } from './conversation-tables.ts';
import { ORDER_TABLES } from './order-tables.ts';
import type { PersonalTable } from './personal-table.ts';

export const PERSONAL_TABLES: readonly PersonalTable[] = [...ACCOUNT_TABLES, ...ORDER_TABLES, ...CONVERSATION_TABLES];
