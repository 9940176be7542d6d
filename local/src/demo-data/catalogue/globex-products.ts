import { colors, type ProductSpec, type VariantSpec } from './product-spec.ts';

type Line = [
  id: string,
  name: string,
  category: string,
  variants: VariantSpec[],
  description: string,
  likes: string,
  dislikes: string,
];

const one = (cents: number): VariantSpec[] => [{ options: {}, cents }];

const sizes = (...entries: [string, number][]): VariantSpec[] =>
  entries.map(([size, cents]) => ({ options: { size }, cents }));

const LINES: Line[] = [
  ['p001', 'Linnea Table Lamp', 'lighting', colors(4_990, 'white', 'oak'), 'Table lamp with a linen shade and a dimmer on the cable.',
    'Soft light, ideal next to the bed.', 'The cable is short.'],
  ['p002', 'Aurora Floor Lamp', 'lighting', colors(12_900, 'black', 'brass'), 'Floor lamp with three heads that turn one by one.',
    'Lights the reading corner and the room at once.', 'The base collects dust.'],
  ['p003', 'Kontor Desk Lamp', 'lighting', colors(6_490, 'black'), 'Desk lamp with a long arm, five brightness steps and a USB-C socket.',
    'Charges my phone while I work.', 'The joint is stiff.'],
  ['p004', 'Birk Dining Table', 'furniture', sizes(['140 cm', 34_900], ['180 cm', 42_900]), 'Dining table of solid birch with rounded corners.',
    'Solid wood and easy to assemble.', 'Water leaves marks if you do not wipe it off.'],
  ['p005', 'Birk Chair', 'furniture', colors(8_990, 'birch', 'black'), 'Dining chair of solid birch with a seat of woven paper cord.',
    'Comfortable even on long evenings.', 'The feet need felt pads.'],
  ['p006', 'Halla Shelf', 'furniture', sizes(['80 cm', 9_900], ['120 cm', 13_900]), 'Open shelf with five boards that can be set at any height.',
    'Stands straight even on an old floor.', 'The instructions are only pictures.'],
  ['p007', 'Vika Office Chair', 'furniture', colors(18_900, 'grey', 'blue'), 'Office chair with adjustable arm rests and lumbar support.',
    'My back is better since I have it.', 'The arm rests scratch easily.'],
  ['p008', 'Morgon Coffee Maker', 'kitchen', colors(7_990, 'black', 'red'), 'Filter coffee maker for ten cups with a thermal jug and a timer.',
    'Coffee is still hot after two hours.', 'The lid drips when you pour.'],
  ['p009', 'Morgon Kettle', 'kitchen', colors(4_490, 'black', 'steel'), 'Kettle for 1.7 litres with five temperatures and a keep-warm function.',
    'Right temperature for green tea.', 'A bit loud.'],
  ['p010', 'Sota Toaster', 'kitchen', colors(3_990, 'cream', 'black'), 'Toaster for two long slices with defrost and a crumb drawer.',
    'Even browning.', 'The crumb drawer sticks.'],
  ['p011', 'Gusto Stand Mixer', 'kitchen', colors(24_900, 'red', 'white'), 'Stand mixer with a 4.6-litre bowl, three tools and 1,000 watts.',
    'Heavy bread dough is no problem.', 'It is heavy to lift out of the cupboard.'],
  ['p012', 'Järn Frying Pan', 'kitchen', sizes(['24 cm', 3_490], ['28 cm', 4_290]), 'Cast-iron frying pan, seasoned, for all hobs and the oven.',
    'Nothing sticks after a month of use.', 'The handle becomes hot.'],
  ['p013', 'Steinzeug Dinner Set', 'kitchen', colors(11_900, 'sand', 'sea blue'), 'Stoneware set for six people, eighteen pieces, safe in the dishwasher.',
    'The glaze is beautiful.', 'One bowl arrived chipped, but was replaced.'],
  ['p014', 'Dröm Duvet', 'bedroom', sizes(['135 x 200 cm', 8_990], ['155 x 220 cm', 11_490]), 'Four-season duvet of two parts that button together.',
    'Warm in winter and light in summer.', 'Buttons take patience.'],
  ['p015', 'Dröm Pillow', 'bedroom', one(3_990), 'Neck pillow of memory foam with a washable cover.',
    'No more stiff neck.', 'Smells for the first two days.'],
  ['p016', 'Lin Bed Linen', 'bedroom', sizes(['135 x 200 cm', 7_990], ['155 x 220 cm', 8_990]), 'Bed linen of washed linen, duvet cover and pillow case.',
    'Gets softer with every wash.', 'Creases, as linen does.'],
  ['p017', 'Hamam Towel Set', 'bathroom', colors(3_490, 'white', 'olive', 'terracotta'), 'Set of four light cotton towels that dry fast.',
    'Dry overnight.', 'They lose some lint at first.'],
  ['p018', 'Ordna Storage Boxes', 'storage', one(2_490), 'Three felt boxes with handles for shelf and wardrobe.',
    'My wardrobe is tidy at last.', 'They attract pet hair.'],
  ['p019', 'Balkong Planter', 'garden', sizes(['60 cm', 2_990], ['80 cm', 3_790]), 'Planter for the balcony rail with a water reservoir.',
    'The plants survived my holiday.', 'Mounting the hooks takes two people.'],
  ['p020', 'Robo Vacuum S2', 'cleaning', one(32_900), 'Vacuum robot that maps the home, avoids cables and empties itself.',
    'The floor is clean every day without any effort.', 'The base is noisy when it empties the robot.'],
];

const ELECTRICAL = new Set(['lighting', 'kitchen', 'cleaning']);

/** The small home-goods shop. It shares product ids with Acme on purpose: only the tenant tells them apart. */
export const GLOBEX_PRODUCTS: readonly ProductSpec[] = LINES.map(
  ([id, name, category, variants, description, likes, dislikes]) => ({
    id,
    name,
    category,
    brand: 'Globex',
    description,
    attributes: {},
    warrantyDays: ELECTRICAL.has(category) ? null : 1095,
    variants,
    likes,
    dislikes,
  }),
);
