/** A world of the retail kind, invented for the tests: three orders of one customer, one of another. */
import type { RetailWorld } from '../../src/conformance/retail-data.ts';

const HOME = { address1: '1 Quay Rd', address2: 'Floor 2', city: 'Salem', country: 'USA', state: 'OR', zip: '97301' };

const LAMP = (item_id: string, color: string, price: number) => ({
  name: 'Reading Lamp',
  product_id: '9000000001',
  item_id,
  price,
  options: { color },
});
const CUP = (item_id: string, size: string, price: number) => ({
  name: 'Travel Cup',
  product_id: '9000000002',
  item_id,
  price,
  options: { size },
});

export const SMALL_WORLD: RetailWorld = {
  products: {
    '9000000001': {
      name: 'Reading Lamp',
      product_id: '9000000001',
      variants: {
        '1000000001': { item_id: '1000000001', options: { color: 'black' }, available: true, price: 40.5 },
        '1000000002': { item_id: '1000000002', options: { color: 'white' }, available: true, price: 52.25 },
        '1000000003': { item_id: '1000000003', options: { color: 'red' }, available: false, price: 45 },
      },
    },
    '9000000002': {
      name: 'Travel Cup',
      product_id: '9000000002',
      variants: {
        '2000000001': { item_id: '2000000001', options: { size: 'small' }, available: true, price: 9.99 },
        '2000000002': { item_id: '2000000002', options: { size: 'large' }, available: true, price: 12.1 },
      },
    },
  },
  users: {
    ida_moss_1001: {
      user_id: 'ida_moss_1001',
      name: { first_name: 'Ida', last_name: 'Moss' },
      address: HOME,
      email: 'ida.moss@example.com',
      orders: ['#W1000001', '#W1000002', '#W1000003'],
      payment_methods: {
        paypal_1000001: { source: 'paypal', id: 'paypal_1000001' },
        gift_card_1000001: { source: 'gift_card', id: 'gift_card_1000001', balance: 11 },
        credit_card_1000001: { source: 'credit_card', id: 'credit_card_1000001', brand: 'visa', last_four: '1881' },
      },
    },
    oto_rand_1002: {
      user_id: 'oto_rand_1002',
      name: { first_name: 'Oto', last_name: 'Rand' },
      address: { ...HOME, zip: '97302' },
      email: 'oto.rand@example.com',
      orders: [],
      payment_methods: { paypal_1000002: { source: 'paypal', id: 'paypal_1000002' } },
    },
  },
  orders: {
    '#W1000001': {
      order_id: '#W1000001',
      user_id: 'ida_moss_1001',
      address: HOME,
      status: 'pending',
      fulfillments: [],
      items: [LAMP('1000000001', 'black', 40.5), CUP('2000000001', 'small', 9.99), CUP('2000000001', 'small', 9.99)],
      payment_history: [{ transaction_type: 'payment', amount: 60.48, payment_method_id: 'paypal_1000001' }],
    },
    '#W1000002': {
      order_id: '#W1000002',
      user_id: 'ida_moss_1001',
      address: HOME,
      status: 'delivered',
      fulfillments: [{ tracking_id: ['1'], item_ids: ['1000000001', '2000000001'] }],
      items: [LAMP('1000000001', 'black', 40.5), CUP('2000000001', 'small', 9.99)],
      payment_history: [{ transaction_type: 'payment', amount: 50.49, payment_method_id: 'credit_card_1000001' }],
    },
    '#W1000003': {
      order_id: '#W1000003',
      user_id: 'ida_moss_1001',
      address: HOME,
      status: 'pending',
      fulfillments: [],
      items: [CUP('2000000001', 'small', 9.99)],
      payment_history: [{ transaction_type: 'payment', amount: 9.99, payment_method_id: 'gift_card_1000001' }],
    },
  },
};
