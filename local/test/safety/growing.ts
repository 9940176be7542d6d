/** Instructions in what a conversation itself writes: planted between its turns. */
import type { Database } from '@deskfleet/shared/database/database.ts';
import { json, sql } from '@deskfleet/shared/database/sql.ts';
import { INSTRUCTIONS, MARK } from './instructions.ts';

/** @param round which instruction goes where */
export async function plantConversation(
  database: Database,
  tenant: string,
  conversation: string,
  round: number,
): Promise<void> {
  const words = (place: number): string => ` ${INSTRUCTIONS[(place + round) % INSTRUCTIONS.length] ?? ''}`;
  const mark = `%${MARK}%`;
  await database.execute(sql`
    with said as (
      update messages set body = body || ${words(0)}
      where tenant_id = ${tenant} and conversation_id = ${conversation} and role <> 'user' and body not like ${mark}),
    proposed as (
      update quotes set summary = summary || ${words(1)}
      where tenant_id = ${tenant} and conversation_id = ${conversation} and summary not like ${mark}),
    called as (
      update tool_calls set result = result || ${json({ note: words(2) })}
      where tenant_id = ${tenant} and jsonb_typeof(result) = 'object' and result::text not like ${mark}
        and turn_id in (select id from turns where tenant_id = ${tenant} and conversation_id = ${conversation})),
    handed as (
      update handoffs set packet = packet || ${json({ summary: words(3) })}, note = coalesce(note, '') || ${words(4)}
      where tenant_id = ${tenant} and conversation_id = ${conversation} and coalesce(note, '') not like ${mark}),
    rated as (
      insert into feedback (tenant_id, conversation_id, turn_id, thumb, reason)
      select tenant_id, conversation_id, id, 'down', ${words(5)} from turns where tenant_id = ${tenant} and conversation_id = ${conversation}
      on conflict do nothing)
    update conversations set title = coalesce(title, '') || ${words(6)}, csat_comment = ${words(7)}, digest = ${`- Earlier →${words(8)}`}
    where tenant_id = ${tenant} and id = ${conversation} and digest not like ${mark}`);
}
