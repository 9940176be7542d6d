import { addDays, dayOf, DEMO_CLOCK } from '../clock.ts';
import type { SponsoredProductRow } from '../shop-rows.ts';
import { ACME, GLOBEX } from '../tenants.ts';

type Placement = [
  tenantId: string,
  productId: string,
  sponsor: string,
  tier: SponsoredProductRow['tier'],
  priority: number,
  /** Days from the demo clock's day, the last one included. */
  from: number,
  to: number,
];

const PLACEMENTS: readonly Placement[] = [
  [ACME, 'p017', 'Harbor Audio', 'premium', 90, -20, 30],
  [ACME, 'p031', 'Harbor Mobile', 'standard', 70, -10, 20],
  [ACME, 'p021', 'Northfield Sports', 'standard', 60, -30, 14],
  [ACME, 'p023', 'Meridian Watches', 'premium', 80, -5, 40],
  [ACME, 'p022', 'VitaFit', 'basic', 40, -14, 14],
  [ACME, 'p028', 'ProMax Systems', 'premium', 75, -1, 60],
  [ACME, 'p033', 'Meridian Reading', 'basic', 30, -60, 5],
  [ACME, 'p042', 'VoltEdge', 'standard', 50, -7, 7],
  // Sold out in every variant, over, and not begun: none of them may be shown.
  [ACME, 'p010', 'FlexTab', 'premium', 99, -3, 30],
  [ACME, 'p018', 'Brightline', 'premium', 95, -60, -1],
  [ACME, 'p046', 'TrackMaster', 'premium', 85, 1, 45],
  [GLOBEX, 'p011', 'Gusto', 'premium', 80, -10, 30],
  [GLOBEX, 'p020', 'Robo Home', 'standard', 60, -4, 20],
  [GLOBEX, 'p007', 'Vika', 'basic', 20, -15, 15],
];

/** Paid placements of both shops around the demo clock. */
export const SPONSORED_PRODUCTS: readonly SponsoredProductRow[] = PLACEMENTS.map(
  ([tenant_id, product_id, sponsor, tier, priority, from, to], place) => ({
    tenant_id,
    id: `sp${String(place + 1).padStart(3, '0')}`,
    product_id,
    sponsor,
    tier,
    priority,
    starts_on: addDays(dayOf(DEMO_CLOCK), from),
    ends_on: addDays(dayOf(DEMO_CLOCK), to),
  }),
);
