/** A small whole shop for tests to change one thing of. */
interface Line {
  variant_id: string;
  quantity: number;
  unit_price: string;
  warranty?: object;
}
interface Shipment {
  id: string;
  carrier: string;
  status: string;
  lines: { line_no: number; quantity: number }[];
  events: { occurred_at: string; status: string; location: string }[];
}
interface Order {
  id: string;
  customer_id: string;
  status: string;
  placed_at: string;
  total: string;
  lines: Line[];
  payments?: { id: string; kind: string; payment_method_id: string; amount_cents: number }[];
  shipments?: Shipment[];
}

export function smallShop(tenant: string) {
  const shop = {
    tenant: {
      ...{
        id: tenant,
        name: 'Tea House',
        currency: 'EUR',
        time_zone: 'Europe/Berlin',
        support_email: 'help@tea.example',
      },
      policy: { return_window_days: 14, cancel_statuses: ['pending', 'processed'] },
    },
    products: [
      { id: 't1', name: 'Green Sencha', category: 'tea', attributes: { origin: 'Japan' }, rating: 4.5 },
      { id: 't2', name: 'Tea Pot', category: 'pots', warranty_days: 730 },
    ],
    customers: [
      {
        ...{ id: 'c1', first_name: 'Ann', last_name: 'Lee', email: 'ann@lee.example', loyalty_tier: 'bronze' },
        default_address_id: 'c1-home' as string | undefined,
        addresses: [{ id: 'c1-home', line1: 'Teeweg 1', city: 'Berlin', postal_code: '10115', country: 'DE' }],
      },
      {
        id: 'c2',
        first_name: 'Bob',
        last_name: 'Ray',
        email: 'bob@ray.example',
        loyalty_tier: 'gold',
        default_address_id: undefined,
      },
    ],
    variants: [
      { id: 't1-100', product_id: 't1', options: { size: '100 g' }, price: '8.90', stock: { on_hand: 40 } },
      { id: 't2-red', product_id: 't2', options: { color: 'red' }, price_cents: 4500, stock: { on_hand: 0 } },
    ],
    payment_methods: [
      { id: 'm1', customer_id: 'c1', kind: 'paypal' },
      { id: 'm2', customer_id: 'c2', kind: 'gift_card', balance: '50' },
    ],
    orders: [
      {
        ...{ id: 'o1', customer_id: 'c1', status: 'delivered', placed_at: '2026-11-01T09:30:00+01:00', total: '62.80' },
        shipping_address: { line1: 'Teeweg 1', city: 'Berlin' },
        lines: [
          { variant_id: 't1-100', quantity: 2, unit_price: '8.90' },
          {
            ...{ variant_id: 't2-red', quantity: 1, unit_price: '45.00' },
            warranty: { starts_on: '2026-11-05', ends_on: '2028-11-05', coverage: 'Cracks' },
          },
        ],
        payments: [{ id: 'y1', kind: 'payment', payment_method_id: 'm1', amount_cents: 6280 }],
        shipments: [
          {
            ...{
              id: 's1',
              carrier: 'DHL',
              status: 'delivered',
              tracking_number: 'T1',
              delivered_at: '2026-11-05T10:00:00Z',
            },
            lines: [{ line_no: 1, quantity: 2 }],
            events: [{ occurred_at: '2026-11-05T10:00:00Z', status: 'delivered', location: 'Berlin' }],
          },
        ],
      },
      {
        ...{ id: 'o2', customer_id: 'c2', status: 'pending', placed_at: '2026-11-02T09:30:00Z', total: '8.90' },
        lines: [{ variant_id: 't1-100', quantity: 1, unit_price: '8.90' }],
      },
    ] as Order[],
    articles: [
      {
        id: 'a1',
        article_id: 'sencha',
        title: 'Brewing',
        section: 'How hot?',
        body: 'At 70 degrees.',
        category: 'faq',
        product_id: 't1',
      },
    ],
  };
  return shop;
}
export type SmallShop = ReturnType<typeof smallShop>;
/** Rows of tables, the tenant and its policy included. */
export const SMALL_SHOP_ROWS = 24;
