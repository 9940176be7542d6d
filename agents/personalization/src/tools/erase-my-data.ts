/**
 * Erases what is held about the customer, in one statement: conversations, messages, tool calls, memories with their
 * vectors, browsing and preferences go; profile, addresses, ways of payment and orders stay for the books without anything
 * that leads to the person. A receipt without personal data proves it.
 */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineWriteTool, refuse, type Planned } from '@deskfleet/shared/agent/tool.ts';
import { column, row, type RowOf } from '@deskfleet/shared/database/row.ts';
import { instant, json, sql, text } from '@deskfleet/shared/database/sql.ts';
import { formatMoney } from '@deskfleet/shared/money.ts';
import { countsOf, ERASED_TABLES, erasureEffects, unfinishedOf } from '../personal-data/statements.ts';
import { mayErase, type UnfinishedBusiness } from '../policy/erasure.ts';
import { basisWhile, liveCustomer, noAccount } from './account.ts';

const input = z.object({});

const heldRow = row({
  at: column.instant(),
  currency: column.text(),
  gift_card_cents: column.int(),
  counts: column.json<Readonly<Record<string, number>>>(),
  unfinished: column.json<UnfinishedBusiness>(),
  signed_in: column.boolean(),
});

export const eraseMyData = defineWriteTool({
  name: 'erase_my_data',
  description:
    'Propose to erase everything held about the customer: conversations, messages, memories, browsing, preferences; profile, address and payment details are blanked, orders stay anonymous for the books. ' +
    'Cannot be undone. Refused while an order, return, refund, repair or ticket is open. Nothing happens until the customer confirms. For single remembered facts use forget.',
  input,
  timeoutMs: 20_000,
  sample: { customer: 'cust022', input: {} },
  plan,
});

async function plan(_: z.infer<typeof input>, context: ToolContext): Promise<Planned> {
  const held = await context.database.maybeOne(
    heldRow,
    sql`
    select now() as at, t.currency, ${countsOf(ERASED_TABLES, context)} as counts, ${unfinishedOf(context)} as unfinished,
      (select coalesce(sum(m.balance_cents), 0)::bigint from payment_methods m where m.tenant_id = c.tenant_id and m.customer_id = c.id) as gift_card_cents,
      not exists (select 1 from conversations v where v.tenant_id = ${context.tenant} and v.id = ${text(context.conversationId)} and v.customer_id is null) as signed_in
    from customers c join tenants t on t.id = c.tenant_id where ${liveCustomer(context)}`,
    { signal: context.signal, label: 'erasure.read' },
  );
  if (!held) return noAccount();
  // Who was only recognised by an e-mail address may be somebody else, and this cannot be undone.
  if (!held.signed_in)
    return refuse('real_sign_in_required', 'To have your data erased, please sign in first and ask again.');
  return mayErase(held.unfinished) ?? { ok: true, plan: erasure(held, context) };
}

function erasure(held: RowOf<typeof heldRow>, context: ToolContext): Extract<Planned, { ok: true }>['plan'] {
  const receipt_id = `erasure_${randomUUID().replaceAll('-', '')}`;
  const erased_at = held.at.toISOString();
  const lost =
    held.gift_card_cents === 0
      ? ''
      : ` The ${formatMoney(held.gift_card_cents, held.currency)} on your gift cards can no longer be used by you then.`;
  return {
    summary:
      'Erase everything we hold about you, for good: conversations, what I remember, browsing and preferences are deleted; your name, contact data, addresses and payment details are blanked; ' +
      `orders and reviews stay without your name.${lost} This cannot be undone.`,
    subject: 'personal-data',
    // Conversations grow with every message, so counts are no part of the promise; they are on the receipt.
    terms: { erases: ERASED_TABLES.map(({ kind }) => kind), gift_card_cents: held.gift_card_cents },
    basis: basisWhile(
      sql`${countsOf(ERASED_TABLES, context)} = ${json(held.counts)} and ${unfinishedOf(context)} = '{}'::jsonb`,
      context,
    ),
    effects: {
      ...erasureEffects(context, context.conversationId),
      receipt: sql`
        insert into erasures (tenant_id, id, erased_at, counts) select ${context.tenant}, ${receipt_id}, ${instant(held.at)}, ${json(held.counts)} from claim`,
    },
    result: {
      status: 'erased',
      receipt_id,
      erased_at,
      counts: held.counts,
      message: `Your data is erased. Your receipt is ${receipt_id}, of ${erased_at.slice(0, 16).replace('T', ' ')} UTC. This conversation is not kept either.`,
    },
  };
}
