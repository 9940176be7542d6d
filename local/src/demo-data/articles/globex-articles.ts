import { GLOBEX_POLICY } from '../tenants.ts';
import type { ArticleText } from './article-text.ts';

const window = GLOBEX_POLICY.return_window_days;
const warranty = GLOBEX_POLICY.warranty_days_default;

/** The knowledge base of the home-goods shop. */
export const GLOBEX_ARTICLES: readonly ArticleText[] = [
  {
    productId: null,
    title: 'Returns at Globex Home',
    category: 'policy',
    sections: [
      [
        'How long can I return something?',
        `Within ${window} days after delivery. Furniture may be assembled, but has to be taken apart and packed for the way back; we collect it at no cost.`,
      ],
      ['Bed linen and pillows', 'Duvets, pillows and bed linen can be returned unwashed and in their original bag.'],
    ],
  },
  {
    productId: null,
    title: 'Cancelling an order at Globex Home',
    category: 'policy',
    sections: [
      [
        'Until when can I cancel?',
        'As long as the order is pending or processed, that is, until it leaves our warehouse. Tell us whether you no longer need it, ordered by mistake or found it cheaper elsewhere.',
      ],
    ],
  },
  {
    productId: null,
    title: 'Warranty at Globex Home',
    category: 'warranty',
    sections: [
      [
        'How long does the warranty run?',
        `Electrical devices such as lamps, kitchen and cleaning machines: ${warranty} days. Furniture and textiles: 1095 days. It starts on the day of delivery.`,
      ],
      [
        'What is not covered?',
        'Scratches, stains, fading by the sun and lamps that have to be replaced in normal use.',
      ],
    ],
  },
  {
    productId: null,
    title: 'Delivery at Globex Home',
    category: 'general',
    sections: [
      [
        'How are furniture and parcels delivered?',
        'Parcels arrive within three to six days. Furniture comes by freight carrier to the room of your choice; the carrier calls the day before.',
      ],
      [
        'Something arrived broken',
        'Take a picture of the item and of the box and ask us within three days. We send a replacement without waiting for the broken one.',
      ],
    ],
  },
  {
    productId: 'p008',
    title: 'Morgon Coffee Maker: questions and known issues',
    category: 'known-issues',
    sections: [
      [
        'Coffee runs slowly',
        'Descale the machine: 1. fill in half a litre of water with 50 millilitres of descaler, 2. hold the timer button for five seconds, 3. let it run through, 4. rinse twice with clear water. Repeat every two months.',
      ],
      [
        'Lid drips when pouring',
        'Turn the lid to the mark with the drop until it clicks. If it still drips, the seal ring is worn: we send a new one within the warranty.',
      ],
    ],
  },
  {
    productId: 'p020',
    title: 'Robo Vacuum S2: known issues and fixes',
    category: 'known-issues',
    sections: [
      [
        'Robot does not find its base',
        'Leave half a metre free on both sides of the base, wipe the window of the sensor and start a new map in the app. Mirrors down to the floor confuse it: mark them as a blocked zone.',
      ],
      [
        'Brush stands still',
        'Turn the robot over, open the brush cover and remove hair from both ends of the brush. If the message stays, the motor is defective and is covered by the warranty.',
      ],
    ],
  },
  {
    productId: 'p004',
    title: 'Birk Dining Table: care and assembly',
    category: 'care',
    sections: [
      [
        'Assembly',
        'Two people need about 30 minutes. Tighten the eight screws of the legs only when all of them are in place, and again after two weeks.',
      ],
      [
        'Caring for the wood',
        'Oil the table twice a year with colourless wood oil, wipe off water at once and use coasters for hot pots.',
      ],
    ],
  },
  {
    productId: 'p012',
    title: 'Järn Frying Pan: care',
    category: 'care',
    sections: [
      [
        'Food sticks or the pan rusts',
        'Never use the dishwasher or soap. Rinse with hot water, dry on the hob and rub in a drop of oil. Remove rust with salt and season the pan for one hour at 200 degrees.',
      ],
    ],
  },
  {
    productId: 'p002',
    title: 'Aurora Floor Lamp: questions and answers',
    category: 'faq',
    sections: [
      ['Which bulbs does it take?', 'Three bulbs with E14 base and at most 7 watts each. They are not included.'],
      [
        'One of the heads flickers',
        'Switch off, unplug and tighten the bulb. If another bulb flickers in the same head, the socket is defective and is covered by the warranty.',
      ],
    ],
  },
];
