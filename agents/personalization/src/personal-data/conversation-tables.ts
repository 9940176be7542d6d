/** What was said and done in conversations. */
import { sql } from '@deskfleet/shared/database/sql.ts';
import { byId, DELETE, KEEP, type PersonalTable } from './personal-table.ts';

export const CONVERSATION_TABLES: readonly PersonalTable[] = [
  {
    table: 'conversations',
    kind: 'conversations',
    link: 'own_conversation',
    key: byId,
    exported: ['id', 'title', 'state', 'created_at', 'updated_at', 'csat', 'csat_comment'],
    erasure: DELETE,
  },
  {
    table: 'turns',
    kind: 'turns',
    link: 'conversation',
    key: byId,
    // What was said is in the messages; a turn holds the same words once more as they were sent.
    exported: [],
    erasure: DELETE,
  },
  {
    table: 'messages',
    kind: 'messages',
    link: 'conversation',
    key: sql`t.conversation_id || ' ' || lpad(t.position::text, 9, '0')`,
    exported: ['conversation_id', 'position', 'role', 'body', 'created_at'],
    erasure: DELETE,
  },
  {
    table: 'waiting_messages',
    kind: 'waiting_messages',
    link: 'conversation',
    key: byId,
    exported: ['id', 'conversation_id', 'body', 'arrived_at'],
    erasure: DELETE,
  },
  {
    table: 'handoffs',
    kind: 'handoffs',
    link: 'conversation',
    key: byId,
    exported: ['id', 'conversation_id', 'reason', 'packet', 'created_at', 'closed_at', 'outcome', 'note'],
    erasure: DELETE,
    unfinished: { what: 'a conversation that waits for a colleague', when: sql`t.closed_at is null` },
  },
  {
    table: 'tool_calls',
    kind: 'tool_calls',
    link: 'turn',
    key: sql`t.turn_id || ' ' || t.id`,
    exported: ['turn_id', 'agent', 'tool', 'input', 'result', 'created_at'],
    erasure: DELETE,
  },
  {
    table: 'feedback',
    kind: 'feedback',
    link: 'turn',
    key: sql`t.turn_id`,
    exported: ['turn_id', 'thumb', 'reason', 'created_at'],
    erasure: DELETE,
  },
  {
    table: 'guide_places',
    kind: 'guides',
    link: 'conversation',
    key: sql`t.conversation_id`,
    exported: ['conversation_id', 'article_id', 'step_no', 'state', 'updated_at'],
    erasure: DELETE,
  },
  {
    table: 'usage_ledger',
    kind: 'model_usage',
    link: 'turn',
    key: sql`t.turn_id || ' ' || t.agent || ' ' || t.model_id`,
    exported: [],
    erasure: KEEP,
  },
  {
    table: 'quotes',
    kind: 'proposals',
    link: 'customer',
    // The one that is being confirmed carries the receipt and nothing personal.
    only: sql`t.tool <> 'erase_my_data'`,
    key: byId,
    exported: ['id', 'agent', 'tool', 'summary', 'terms', 'state', 'created_at', 'decided_at'],
    // The row stays, so that a retried key still does nothing twice.
    erasure: {
      how: 'blank',
      set: sql`subject = 'erased', input = '{}'::jsonb, summary = '', terms = '{}'::jsonb, result = null, state = case when t.state = 'open' then 'superseded' else t.state end`,
    },
  },
  {
    table: 'audit_log',
    kind: 'activity',
    link: 'customer',
    key: byId,
    exported: ['id', 'action', 'subject', 'created_at'],
    erasure: { how: 'blank', set: sql`detail = '{}'::jsonb` },
  },
];
