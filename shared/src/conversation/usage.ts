/** What models cost: whether the tenant's month allows more, and how calls are booked, in a turn as beside it. */
import type { ModelUsageRecord } from '../agent/turn-record.ts';
import { json, sql, text, type Sql } from '../database/sql.ts';

/** A condition. @param tenant an expression that yields the tenant's id */
export function withinBudget(tenant: Sql): Sql {
  return sql`not exists (select 1 from policies p join tenant_usage u on u.tenant_id = p.tenant_id and u.month = date_trunc('month', now())::date
    where p.tenant_id = ${tenant} and u.cost_micros >= p.monthly_model_budget_micros)`;
}

/**
 * Two more parts of a `with` list. @param once names a part that yields a row exactly when the work counts, so that what
 * two processes did at once is booked for the one whose result was kept.
 */
export function bookUsage(tenant: string, turnId: string | null, usage: readonly ModelUsageRecord[], once: Sql): Sql {
  const cost = usage.reduce((sum, { cost_micros }) => sum + cost_micros, 0);
  return sql`usage as (
      insert into usage_ledger (tenant_id, turn_id, agent, model_id, model_calls, input_tokens, output_tokens, cached_tokens, cost_micros)
      select ${tenant}, ${text(turnId)}, u.agent, u.model_id, sum(u.model_calls), sum(u.input_tokens), sum(u.output_tokens), sum(u.cached_tokens), sum(u.cost_micros)
      from ${once}, jsonb_to_recordset(${json(usage)}) as u(agent text, model_id text, model_calls int, input_tokens int, output_tokens int, cached_tokens int, cost_micros bigint)
      where ${text(turnId)} is not null group by u.agent, u.model_id
      on conflict (tenant_id, turn_id, agent, model_id) do update set
        model_calls = usage_ledger.model_calls + excluded.model_calls, input_tokens = usage_ledger.input_tokens + excluded.input_tokens, output_tokens = usage_ledger.output_tokens + excluded.output_tokens,
        cached_tokens = usage_ledger.cached_tokens + excluded.cached_tokens, cost_micros = usage_ledger.cost_micros + excluded.cost_micros
    ), month as (
      insert into tenant_usage (tenant_id, month, cost_micros)
      select ${tenant}, date_trunc('month', now())::date, ${cost} from ${once} where ${cost} > 0
      on conflict (tenant_id, month) do update set cost_micros = tenant_usage.cost_micros + excluded.cost_micros
    )`;
}
