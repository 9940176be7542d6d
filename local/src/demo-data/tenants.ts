import { ACME_HOURS, GLOBEX_HOURS } from './colleagues.ts';
import type { PolicyRow, TenantRow } from './shop-rows.ts';

export const ACME = 'acme';
export const GLOBEX = 'globex';

export const TENANTS: readonly TenantRow[] = [
  {
    id: ACME,
    name: 'Acme Electronics',
    currency: 'USD',
    time_zone: 'America/New_York',
    support_email: 'help@acme-electronics.example',
    created_at: '2024-01-08T09:00:00Z',
  },
  {
    id: GLOBEX,
    name: 'Globex Home',
    currency: 'EUR',
    time_zone: 'Europe/Berlin',
    support_email: 'service@globex-home.example',
    created_at: '2024-09-02T08:00:00Z',
  },
];

export const ACME_POLICY: PolicyRow = {
  tenant_id: ACME,
  cancel_statuses: ['pending'],
  cancel_reasons: ['no longer needed', 'ordered by mistake'],
  return_window_days: 30,
  warranty_days_default: 365,
  refund_route: 'original',
  staff_approval_over_cents: 120_000,
  anonymous_chat: true,
  identification_allowed: true,
  quote_ttl_seconds: 900,
  monthly_model_budget_micros: null,
  opened_refused_classes: ['headphones:in-ear'],
  business_hours: ACME_HOURS,
  auto_resolve_hours: 72,
};

export const GLOBEX_POLICY: PolicyRow = {
  tenant_id: GLOBEX,
  cancel_statuses: ['pending', 'processed'],
  cancel_reasons: ['no longer needed', 'ordered by mistake', 'found cheaper elsewhere'],
  return_window_days: 14,
  warranty_days_default: 730,
  refund_route: 'original',
  staff_approval_over_cents: 30_000,
  anonymous_chat: false,
  identification_allowed: false,
  quote_ttl_seconds: 600,
  monthly_model_budget_micros: 50_000_000,
  opened_refused_classes: [],
  business_hours: GLOBEX_HOURS,
  auto_resolve_hours: 48,
};

export const POLICIES: readonly PolicyRow[] = [ACME_POLICY, GLOBEX_POLICY];

/** The policy of a tenant; throws for a tenant that the demo does not have. */
export function policyOf(tenantId: string): PolicyRow {
  const policy = POLICIES.find((row) => row.tenant_id === tenantId);
  if (policy === undefined) throw new Error(`The demo has no tenant "${tenantId}"; use ${ACME} or ${GLOBEX}.`);
  return policy;
}
