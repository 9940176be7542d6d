/** Rows of the service department: recalls, appointments, repairs, tickets. */
export interface RecallRow {
  tenant_id: string;
  id: string;
  product_id: string;
  title: string;
  hazard: string;
  serial_from: string | null;
  serial_to: string | null;
  script: string;
  article_id: string | null;
  issued_on: string;
  ended_on: string | null;
}

export interface ServiceSlotRow {
  tenant_id: string;
  id: string;
  kind: 'on_site' | 'remote';
  area: string | null;
  starts_at: string;
  ends_at: string;
  state: 'free' | 'booked';
}

export interface RepairBookingRow {
  tenant_id: string;
  id: string;
  customer_id: string;
  order_id: string;
  line_no: number;
  slot_id: string;
  problem: string;
  under_warranty: boolean;
  price_cents: number;
  state: 'booked' | 'cancelled' | 'done';
  created_at: string;
}

export interface ServiceTicketRow {
  tenant_id: string;
  id: string;
  customer_id: string;
  subject: string;
  description: string;
  product_id: string | null;
  order_id: string | null;
  state: 'open' | 'in_progress' | 'answered' | 'closed';
  created_at: string;
  updated_at: string;
}

export interface RepairPriceRow {
  tenant_id: string;
  category: string;
  kind: 'on_site' | 'remote';
  price_cents: number;
}
