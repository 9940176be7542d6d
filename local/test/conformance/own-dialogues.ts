/** Conversations about the small world, with the rows they must end with. */
import { SMALL_WORLD } from './small-world.ts';

type Row = Readonly<Record<string, unknown>>;

const IDA = { first_name: 'Ida', last_name: 'Moss', zip: '97301' };
const BY_NAME = 'Hello, my name is Ida Moss and my zip code is 97301.';
const BY_MAIL = 'Hi! I am Ida Moss, my e-mail is ida.moss@example.com.';
const [PENDING, DELIVERED, BY_GIFT] = ['#W1000001', '#W1000002', '#W1000003'];
const [PAYPAL, GIFT, CARD] = ['paypal_1000001', 'gift_card_1000001', 'credit_card_1000001'];
const USER = 'ida_moss_1001';

const order = (id: string, changes: Row): Record<string, Row> => ({ [id]: { ...SMALL_WORLD.orders[id], ...changes } });
const entry = (transaction_type: string, amount: number, payment_method_id: string): Row => ({
  transaction_type,
  amount,
  payment_method_id,
});
const paid = (id: string): readonly Row[] => SMALL_WORLD.orders[id]?.payment_history ?? [];
const item = (item_id: string): Row => {
  const product = Object.values(SMALL_WORLD.products).find(({ variants }) => item_id in variants);
  const variant = product?.variants[item_id];
  return {
    name: product?.name,
    product_id: product?.product_id,
    item_id,
    price: variant?.price,
    options: variant?.options,
  };
};
const items = (...ids: readonly string[]): readonly Row[] => ids.map(item);
const giftBalance = (balance: number): Record<string, Row> => {
  const user = SMALL_WORLD.users[USER];
  return {
    [USER]: {
      ...user,
      payment_methods: { ...user?.payment_methods, [GIFT]: { source: 'gift_card', id: GIFT, balance } },
    },
  };
};

interface OwnDialogue {
  readonly id: string;
  readonly who: Row;
  readonly turns: readonly string[];
  readonly changed: { readonly orders?: Record<string, Row>; readonly users?: Record<string, Row> };
}

export const OWN_DIALOGUES: readonly OwnDialogue[] = [
  {
    id: 'cancels after the reason was asked for',
    who: IDA,
    turns: [BY_NAME, `Please cancel ${PENDING}.`, 'I bought it by accident'],
    changed: {
      orders: order(PENDING, {
        status: 'cancelled',
        cancel_reason: 'ordered by mistake',
        payment_history: [...paid(PENDING), entry('refund', 60.48, PAYPAL)],
      }),
    },
  },
  {
    id: 'returns two items to the gift card',
    who: IDA,
    turns: [BY_MAIL, `I want to send back the lamp and the travel cup of ${DELIVERED}. Refund ${GIFT} please.`],
    changed: {
      orders: order(DELIVERED, {
        status: 'return requested',
        return_items: ['1000000001', '2000000001'],
        return_payment_method_id: GIFT,
      }),
    },
  },
  {
    id: 'exchanges what is said piece by piece',
    who: IDA,
    turns: [
      BY_NAME,
      `I would like to exchange something in ${DELIVERED}`,
      'the reading lamp',
      'a white one, with my PayPal',
    ],
    changed: {
      orders: order(DELIVERED, {
        status: 'exchange requested',
        exchange_items: ['1000000001'],
        exchange_new_items: ['1000000002'],
        exchange_payment_method_id: PAYPAL,
        exchange_price_difference: 11.75,
      }),
    },
  },
  {
    id: 'changes one of two cups and the lamp',
    who: IDA,
    turns: [
      BY_NAME,
      `In order ${PENDING}, please change the Reading Lamp (color black) to one with color white and the Travel Cup to one with size large. Use ${CARD} for any difference.`,
    ],
    changed: {
      orders: order(PENDING, {
        status: 'pending (item modified)',
        items: items('1000000002', '2000000002', '2000000001'),
        payment_history: [...paid(PENDING), entry('payment', 13.86, CARD)],
      }),
    },
  },
  {
    id: 'pays another way after the first did not hold enough',
    who: IDA,
    turns: [BY_NAME, `Please pay for ${PENDING} with my gift card`, 'then use my visa'],
    changed: {
      orders: order(PENDING, {
        payment_history: [...paid(PENDING), entry('payment', 60.48, CARD), entry('refund', 60.48, PAYPAL)],
      }),
    },
  },
  {
    id: 'takes an address in two turns',
    who: IDA,
    turns: [BY_MAIL, `Change the shipping address of ${PENDING}`, '9 New St, Unit 3, Bend, OR 97701, USA'],
    changed: {
      orders: order(PENDING, {
        address: { address1: '9 New St', address2: 'Unit 3', city: 'Bend', state: 'OR', country: 'USA', zip: '97701' },
      }),
    },
  },
  {
    id: 'does two requests of one message',
    who: IDA,
    turns: [
      `${BY_NAME} Please cancel ${BY_GIFT}, I no longer need it, and return the lamp of ${DELIVERED} to ${CARD}.`,
    ],
    changed: {
      orders: {
        ...order(BY_GIFT, {
          status: 'cancelled',
          cancel_reason: 'no longer needed',
          payment_history: [...paid(BY_GIFT), entry('refund', 9.99, GIFT)],
        }),
        ...order(DELIVERED, {
          status: 'return requested',
          return_items: ['1000000001'],
          return_payment_method_id: CARD,
        }),
      },
      users: giftBalance(20.99),
    },
  },
  {
    id: 'changes nothing that is refused or belongs to somebody else',
    who: { first_name: 'Oto', last_name: 'Rand', email: 'oto.rand@example.com' },
    turns: [
      'Hello, my name is Oto Rand and my email is oto.rand@example.com.',
      `Please cancel ${PENDING}, I no longer need it`,
      'My name is Ida Moss and my zip code is 97301. Cancel it please, ordered by mistake.',
    ],
    changed: {},
  },
];

/** Expects what does not happen: the runner has to notice. */
export const WRONG_DIALOGUE: OwnDialogue = {
  id: 'expects too much',
  who: IDA,
  turns: [BY_NAME, `Where is ${DELIVERED}?`],
  changed: { orders: order(DELIVERED, { status: 'return requested' }) },
};
