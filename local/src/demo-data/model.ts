/** Plain rows of the shop tables, named and shaped as in `migrations/`. Money is integer cents. */
import type {
  AddressRow,
  BrowsingEventRow,
  CustomerRow,
  MemoryRow,
  PaymentMethodRow,
  PreferenceRow,
  StockNotificationRow,
} from './customer-rows.ts';
import type {
  ApprovalRow,
  OrderLineRow,
  OrderRow,
  PaymentRow,
  RefundRow,
  ReturnRequestLineRow,
  ReturnRequestRow,
  ShipmentEventRow,
  ShipmentLineRow,
  ShipmentRow,
  WarrantyRow,
} from './order-rows.ts';
import type { RecallRow, RepairBookingRow, RepairPriceRow, ServiceSlotRow, ServiceTicketRow } from './service-rows.ts';
import type {
  ArticleRow,
  CannedReplyRow,
  PolicyRow,
  ProductRow,
  ReviewRow,
  SponsoredProductRow,
  StockRow,
  TenantRow,
  VariantRow,
} from './shop-rows.ts';

/** All rows of the demo shops, keyed by table. */
export interface DemoData {
  tenants: TenantRow[];
  policies: PolicyRow[];
  customers: CustomerRow[];
  addresses: AddressRow[];
  payment_methods: PaymentMethodRow[];
  products: ProductRow[];
  variants: VariantRow[];
  stock: StockRow[];
  orders: OrderRow[];
  order_lines: OrderLineRow[];
  payments: PaymentRow[];
  return_requests: ReturnRequestRow[];
  return_request_lines: ReturnRequestLineRow[];
  refunds: RefundRow[];
  approvals: ApprovalRow[];
  shipments: ShipmentRow[];
  shipment_lines: ShipmentLineRow[];
  shipment_events: ShipmentEventRow[];
  warranties: WarrantyRow[];
  reviews: ReviewRow[];
  preferences: PreferenceRow[];
  browsing_events: BrowsingEventRow[];
  memories: MemoryRow[];
  sponsored_products: SponsoredProductRow[];
  stock_notifications: StockNotificationRow[];
  articles: ArticleRow[];
  recalls: RecallRow[];
  service_slots: ServiceSlotRow[];
  repair_prices: RepairPriceRow[];
  canned_replies: CannedReplyRow[];
  repair_bookings: RepairBookingRow[];
  service_tickets: ServiceTicketRow[];
}
