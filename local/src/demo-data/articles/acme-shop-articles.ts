import { ACME_POLICY, TENANTS } from '../tenants.ts';
import type { ArticleText } from './article-text.ts';

const window = ACME_POLICY.return_window_days;
const approval = (ACME_POLICY.staff_approval_over_cents ?? 0) / 100;
const mail = TENANTS[0]?.support_email ?? '';

/** What Acme's shop rules say in words. Numbers come from the policy row, so text and rules cannot disagree. */
export const ACME_SHOP_ARTICLES: readonly ArticleText[] = [
  {
    productId: null,
    title: 'Returns at Acme Electronics',
    category: 'policy',
    sections: [
      [
        'How long can I return something?',
        `You can return an item within ${window} days after its delivery. The day of delivery does not count. After that a return is no longer possible, but the warranty still covers defects.`,
      ],
      [
        'Does it matter that I opened the box?',
        'No. An opened box may be returned within the window at no cost as long as everything that was in it is complete. The one exception are in-ear headphones whose hygiene seal is broken: they can be returned only if they are faulty.',
      ],
      [
        'How do I return an item?',
        '1. Ask for the return in this chat and confirm it. 2. Print the label that we send by e-mail. 3. Hand the parcel in within seven days. 4. The refund is made when the parcel has been checked, usually two days after it arrives.',
      ],
    ],
  },
  {
    productId: null,
    title: 'Refunds at Acme Electronics',
    category: 'policy',
    sections: [
      [
        'Where does my money go?',
        'Always back to the way of payment that you used. If you paid one order in two ways, each part goes back to where it came from. Money paid by gift card goes back onto the gift card, never to a bank account.',
      ],
      [
        'How long does a refund take?',
        'A gift card is credited at once, PayPal within a day, credit and debit cards in five to seven working days, depending on your bank.',
      ],
      [
        'Refunds that a colleague has to approve',
        `Refunds of more than ${approval} dollars are checked by a colleague before they are paid. This takes one working day and needs nothing from you.`,
      ],
    ],
  },
  {
    productId: null,
    title: 'Exchanges at Acme Electronics',
    category: 'policy',
    sections: [
      [
        'What can I exchange?',
        `Within ${window} days after delivery you can exchange an item for another variant of the same product: another colour, size or memory. You pay or receive the difference in price.`,
      ],
      [
        'The variant that I want is out of stock',
        'An exchange needs the new variant on the shelf, we cannot reserve one. You can wait until it is back as long as the window is open, choose a variant that is in stock, or return the item and get your money back.',
      ],
    ],
  },
  {
    productId: null,
    title: 'Cancelling an order',
    category: 'policy',
    sections: [
      [
        'Until when can I cancel?',
        'As long as the order is pending. As soon as it is processed the warehouse has packed it and it can no longer be stopped: please wait for the delivery and return it. Cancelled orders cannot be opened again.',
      ],
      [
        'What happens when I cancel?',
        'You tell us whether you no longer need it or ordered by mistake. The whole order is cancelled, single items cannot be. The money goes back to the way of payment at once.',
      ],
    ],
  },
  {
    productId: null,
    title: 'Delivery and tracking',
    category: 'general',
    sections: [
      [
        'How long does delivery take?',
        'Orders are packed within one working day and arrive three to six days after that. The estimated day is part of your order and of the tracking page.',
      ],
      [
        'Why did only a part of my order arrive?',
        'Items that lie in different warehouses come in separate parcels. Your order is then shown as partially shipped, and each parcel has its own tracking number. You pay nothing extra.',
      ],
      [
        'My parcel does not move',
        'Tracking may stand still for up to three days at weekends. After five days without news ask us: we start a search with the carrier. A parcel that the carrier declares lost is sent again or refunded, as you like; a colleague arranges it with you.',
      ],
    ],
  },
  {
    productId: null,
    title: 'Ways of payment and gift cards',
    category: 'general',
    sections: [
      [
        'Which ways of payment are there?',
        'Credit card, debit card, PayPal and Acme gift cards. You can pay a part with a gift card and the rest in another way.',
      ],
      [
        'Gift cards',
        'Gift cards do not expire. The balance is shown in your account. They cannot be paid out in cash, and refunds of purchases paid by gift card go back onto the card.',
      ],
    ],
  },
  {
    productId: null,
    title: 'Warranty at Acme Electronics',
    category: 'warranty',
    sections: [
      [
        'How long does the warranty run?',
        'Headphones, watches, speakers and phones: 365 days. Computers and monitors: 730 days. Accessories: 180 days. It starts on the day of delivery, and the last day still counts.',
      ],
      [
        'What is covered?',
        'Defects in material and workmanship, and batteries that fall below 80 percent of their capacity. Not covered: damage by drops or by water beyond the stated protection, wear of pads and straps, and repairs by others.',
      ],
      [
        'How do I make a claim?',
        'Tell us the order, what happens and which steps of the guide you have tried. If the warranty is still running we send a label, repair or replace the item within ten working days and send it back at no cost. After its last day we offer a repair at a fixed price instead.',
      ],
    ],
  },
  {
    productId: 'p034',
    title: 'Recall: VoltEdge Power Bank',
    category: 'recall',
    sections: [
      [
        'Which units are affected?',
        'VoltEdge Power Banks with 20,000 mAh whose serial number starts with VE26A, VE26B, VE26C or VE26D. The number stands on the back. The cells may overheat while charging.',
      ],
      [
        'What should I do?',
        'Stop using and charging it at once, and keep it away from anything that burns. Do not throw it into household waste and do not send it by normal mail. A colleague sends you a fire-safe box and refunds the full price, however old the purchase is and without a receipt.',
      ],
    ],
  },
  {
    productId: null,
    title: 'Choosing headphones',
    category: 'general',
    sections: [
      [
        'Over-ear, on-ear or in-ear?',
        'Over-ear shuts out most noise and is the most comfortable for hours: ZenSound and SoundSphere Pro. In-ear is smallest: AeroBuds. Open-ear lets you hear traffic: SportLoop.',
      ],
      [
        'ZenSound or SoundSphere Pro?',
        'Both cancel noise. The SoundSphere Pro connects to two devices at once, adapts to its surroundings and lasts ten hours longer for 100 dollars more. If you use one phone only, the ZenSound is enough.',
      ],
    ],
  },
  {
    productId: null,
    title: 'Choosing a smartwatch',
    category: 'general',
    sections: [
      [
        'VitaFit, TrackMaster or PulseBand?',
        'The VitaFit Watch is made for everyday health. The TrackMaster Watch has its own GPS, maps and twice the battery for runners and hikers. The PulseBand is a slim band for steps, sleep and heart rate at the lowest price.',
      ],
      [
        'Does a watch fit my phone?',
        'All our watches work with Android and iOS. The VitaFit Watch needs Android 10 or iOS 15, the TrackMaster Watch Android 9 or iOS 14.',
      ],
    ],
  },
  {
    productId: null,
    title: 'Choosing a computer',
    category: 'general',
    sections: [
      [
        'Which computer for what?',
        'Photo and video: ProMax Computer. Travel and office: UltraBook Pro. Games: GigaBook Gaming, or RaidBook 15 for less money. Notes and films: FlexTab. Everyday work at a low price: WorkMate 14.',
      ],
      [
        'Gaming laptops under 1,500 dollars',
        'The GigaBook Gaming with 16 GB of memory is our pick: 165 Hz and 8 GB of graphics memory. The RaidBook 15 costs 300 dollars less and is enough for games at medium settings. The GigaBook Gaming with 32 GB costs exactly 1,500 dollars.',
      ],
    ],
  },
  {
    productId: null,
    title: 'Bluetooth devices do not connect: general steps',
    category: 'known-issues',
    sections: [
      [
        'Five steps that solve most problems',
        '1. Charge the device and keep it within one metre. 2. Switch Bluetooth of the phone off and on. 3. Remove the device from the list of the phone. 4. Put it in pairing mode as its guide says, and choose it anew. 5. Restart the phone. If it works with another phone, the first phone is the cause.',
      ],
      [
        'When the device keeps connecting to something else',
        'Most devices take the one that they were connected to last. Switch Bluetooth off there, or remove the device from its list.',
      ],
    ],
  },
  {
    productId: null,
    title: 'Caring for batteries',
    category: 'care',
    sections: [
      [
        'Making a battery last',
        'Keep it between 20 and 80 percent when you can, avoid heat above 35 degrees, and store devices half charged. Charging over night does no harm if the charge limit is on.',
      ],
      [
        'When a battery is swollen',
        'A display or back that lifts, or a sweet smell, are signs of a swollen battery. Switch the device off, do not charge or pierce it, and ask us at once: a colleague takes over.',
      ],
    ],
  },
  {
    productId: null,
    title: 'Your account and your data',
    category: 'general',
    sections: [
      [
        'Who can see my orders?',
        'Only you. We never speak about the order of another customer, even if you know its number, not for family members either. They have to sign in themselves.',
      ],
      [
        'Changing name, e-mail or address',
        `The address of an order can be changed only while it is pending. For a new name or e-mail write to ${mail} from the address that is on file.`,
      ],
    ],
  },
  {
    productId: null,
    title: 'Loyalty tiers',
    category: 'general',
    sections: [
      [
        'What the tiers mean',
        'Bronze from the first order, silver from 500, gold from 2,000 and platinum from 5,000 dollars within a year. Higher tiers get free express delivery (gold, platinum) and early offers. Return windows and warranties are the same for everybody.',
      ],
    ],
  },
  {
    productId: 'p026',
    title: 'RaidBook 15 Gaming Laptop: known issues and fixes',
    category: 'known-issues',
    sections: [
      [
        'Fans are loud under load',
        'The fans of the RaidBook 15 reach 48 decibels in games, which is within its specification. Choose Balanced in GigaBook Center, limit frames to 60 and keep the vents free: this makes it about a third quieter.',
      ],
      [
        'Game starts on the wrong graphics card',
        'Open the driver, Programs, choose the game and set it to the dedicated graphics. Update the driver first if the game is missing in the list.',
      ],
    ],
  },
  {
    productId: 'p035',
    title: 'VoltEdge Wall Charger: questions and answers',
    category: 'faq',
    sections: [
      [
        'Which charger do I need?',
        '65 watts charge a phone and a thin laptop such as the UltraBook Pro. For a ProMax Computer together with a phone take the one with 100 watts. Gaming laptops need the adapter from their box.',
      ],
      [
        'It charges slower with two devices',
        'The power is shared: with two devices 45 and 20 watts, with three 30, 20 and 15 watts in the 65-watt model. Plug the laptop into the upper port.',
      ],
    ],
  },
  {
    productId: 'p049',
    title: 'MeshNet Router: set-up guide and known issues',
    category: 'set-up',
    sections: [
      [
        'Setting up the first router',
        '1. Connect it to the modem with the grey cable. 2. Wait for the white light. 3. Scan the code at the bottom with the MeshNet app and choose a name and password. 4. Place further routers no more than two rooms apart and add them in the app.',
      ],
      [
        'A router shows a red light',
        'Red means no connection to the next router. Move it nearer, away from microwave ovens and metal shelves, and restart it. Firmware 1.4 fixes red lights after a power cut.',
      ],
    ],
  },
];
