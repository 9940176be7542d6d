/** One order on its way, as the row that `track_shipment` reads. */
export function trackedOrder(id: string) {
  return {
    id,
    status: 'shipped',
    delivered_at: null,
    estimated_delivery_on: '2026-03-15',
    currency: 'USD',
    time_zone: 'America/New_York',
    lines: [
      {
        line_no: 1,
        product_id: 'p1',
        variant_id: 'v1',
        name: 'Kettle',
        options: { colour: 'black' },
        quantity: 1,
        unit_price_cents: 4_900,
        state: 'ordered',
      },
    ],
    parcels: [
      {
        shipment_id: 's1',
        carrier: 'Parcelway',
        tracking_number: 'PW123456789',
        status: 'in_transit',
        shipped_at: '2026-03-12T09:00:00Z',
        delivered_at: null,
        estimated_on: '2026-03-15',
        lines: [1],
        report: null,
      },
    ],
    events: [
      {
        shipment_id: 's1',
        occurred_at: '2026-03-13T18:20:00Z',
        status: 'in_transit',
        location: 'Columbus, OH',
        description: 'Left the sorting centre',
      },
      {
        shipment_id: 's1',
        occurred_at: '2026-03-12T09:00:00Z',
        status: 'picked_up',
        location: 'Newark, NJ',
        description: 'Picked up',
      },
    ],
  };
}
