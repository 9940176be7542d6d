import { colors, type ProductSpec, type VariantSpec } from './product-spec.ts';

const VITAFIT_RESTOCK = '2026-12-01';
const FLEXTAB_RESTOCK = '2026-11-30';

function soldOut(variants: VariantSpec[], restockOn: string): VariantSpec[] {
  return variants.map((variant) => ({ ...variant, onHand: 0, restockOn }));
}

/** The fourteen products that sample questions of support demos name (p001–p014). */
export const ACME_NAMED_PRODUCTS: readonly ProductSpec[] = [
  {
    id: 'p001',
    name: 'ZenSound Headphones',
    category: 'headphones',
    brand: 'ZenSound',
    description:
      'Wireless over-ear headphones with active noise cancelling, 30 hours of battery and soft memory-foam pads. ' +
      'Folds flat; comes with a USB-C cable and a 3.5 mm audio cable.',
    attributes: {
      type: 'over-ear',
      bluetooth: '5.2',
      battery: '30 hours',
      noise_cancelling: 'active',
      multipoint: 'no',
    },
    warrantyDays: 365,
    variants: colors(14_999, 'black', 'white', 'blue'),
  },
  {
    id: 'p002',
    name: 'SoundSphere Pro Headphones',
    category: 'headphones',
    brand: 'SoundSphere',
    description:
      'Premium wireless over-ear headphones with adaptive noise cancelling, spatial audio, multipoint for two devices ' +
      'and 40 hours of battery. Adjustable in the SoundSphere app.',
    attributes: {
      type: 'over-ear',
      bluetooth: '5.3',
      battery: '40 hours',
      noise_cancelling: 'adaptive',
      multipoint: 'two devices',
    },
    warrantyDays: 365,
    variants: colors(24_999, 'graphite', 'silver'),
  },
  {
    id: 'p003',
    name: 'VitaFit Watch',
    category: 'watch',
    brand: 'VitaFit',
    description:
      'Light smartwatch for everyday health: heart rate, sleep, stress and 40 sports modes, seven days of battery, ' +
      'water resistant to 5 ATM. Uses the GPS of the phone.',
    attributes: {
      battery: '7 days',
      water_resistance: '5 ATM',
      gps: 'through the phone',
      works_with: 'Android 10 or iOS 15 and later',
    },
    warrantyDays: 365,
    variants: soldOut(
      [
        { options: { color: 'black', size: '42 mm' }, cents: 17_999 },
        { options: { color: 'black', size: '46 mm' }, cents: 18_999 },
        { options: { color: 'rose', size: '42 mm' }, cents: 17_999 },
      ],
      VITAFIT_RESTOCK,
    ),
  },
  {
    id: 'p004',
    name: 'TrackMaster Watch',
    category: 'watch',
    brand: 'TrackMaster',
    description:
      'Rugged smartwatch for runners and hikers with built-in dual-band GPS, offline maps, fourteen days of battery ' +
      '(20 hours with GPS) and water resistance to 10 ATM.',
    attributes: {
      battery: '14 days',
      water_resistance: '10 ATM',
      gps: 'built-in dual-band',
      works_with: 'Android 9 or iOS 14 and later',
    },
    warrantyDays: 365,
    variants: colors(29_999, 'black', 'orange'),
  },
  {
    id: 'p005',
    name: 'SonicWave Speaker',
    category: 'speaker',
    brand: 'SonicWave',
    description:
      'Portable Bluetooth speaker with 20 watts, 12 hours of battery and an IP67 body that survives beach and shower. ' +
      'Two of them make a stereo pair.',
    attributes: { power: '20 W', bluetooth: '5.1', battery: '12 hours', protection: 'IP67', stereo_pair: 'yes' },
    warrantyDays: 365,
    variants: [
      { options: { color: 'black' }, cents: 9_000, onHand: 64 },
      { options: { color: 'teal' }, cents: 9_000, onHand: 27 },
      { options: { color: 'red' }, cents: 9_000, onHand: 0, restockOn: '2026-12-04' },
    ],
  },
  {
    id: 'p006',
    name: 'ThunderBolt Speaker',
    category: 'speaker',
    brand: 'ThunderBolt',
    description:
      'Party speaker with 60 watts, deep bass, a light show, a microphone input and 18 hours of battery. ' +
      'Splash-proof (IPX5), with a carrying handle.',
    attributes: {
      power: '60 W',
      bluetooth: '5.0',
      battery: '18 hours',
      protection: 'IPX5',
      inputs: 'Bluetooth, aux, microphone',
    },
    warrantyDays: 365,
    variants: colors(19_999, 'black', 'white'),
  },
  {
    id: 'p007',
    name: 'ProMax Computer',
    category: 'computer',
    brand: 'ProMax',
    description:
      'Laptop computer for photo and video work: 15.6-inch colour-accurate display, twelve-core processor, ' +
      'two fans, two Thunderbolt ports and an SD card slot.',
    attributes: {
      display: '15.6 inch',
      processor: '12 cores',
      weight: '1.8 kg',
      battery: '11 hours',
      ports: '2 Thunderbolt, 2 USB-A, SD',
    },
    warrantyDays: 730,
    variants: [
      { options: { memory: '16 GB', storage: '512 GB' }, cents: 129_999 },
      { options: { memory: '32 GB', storage: '1 TB' }, cents: 144_999 },
    ],
  },
  {
    id: 'p008',
    name: 'UltraBook Pro',
    category: 'computer',
    brand: 'UltraBook',
    description:
      'Thin 13.4-inch laptop of 1.1 kilograms with 17 hours of battery, a bright touch display and a quiet single fan. ' +
      'Made for travel and office work.',
    attributes: {
      display: '13.4 inch touch',
      processor: '8 cores',
      weight: '1.1 kg',
      battery: '17 hours',
      ports: '2 USB-C',
    },
    warrantyDays: 730,
    variants: [
      { options: { memory: '16 GB', storage: '512 GB' }, cents: 119_999 },
      { options: { memory: '16 GB', storage: '1 TB' }, cents: 134_999 },
    ],
  },
  {
    id: 'p009',
    name: 'GigaBook Gaming',
    category: 'computer',
    brand: 'GigaBook',
    description:
      'Gaming laptop with a 16-inch 165 Hz display, dedicated graphics with 8 GB of memory and three-fan cooling. ' +
      'Runs current games at high settings.',
    attributes: {
      display: '16 inch 165 Hz',
      graphics: 'dedicated, 8 GB',
      weight: '2.4 kg',
      battery: '6 hours',
      power_adapter: '240 W',
    },
    warrantyDays: 730,
    variants: [
      { options: { memory: '16 GB', storage: '1 TB' }, cents: 139_999, onHand: 18 },
      { options: { memory: '32 GB', storage: '1 TB' }, cents: 150_000, onHand: 7 },
    ],
  },
  {
    id: 'p010',
    name: 'FlexTab',
    category: 'computer',
    brand: 'FlexTab',
    description:
      'Two-in-one computer: an 11-inch tablet with a detachable keyboard, pen support and ten hours of battery. ' +
      'Good for notes, films and light office work.',
    attributes: {
      display: '11 inch touch',
      memory: '8 GB',
      weight: '0.55 kg without keyboard',
      battery: '10 hours',
      pen: 'supported',
    },
    warrantyDays: 730,
    variants: soldOut(
      [
        { options: { storage: '128 GB' }, cents: 64_999 },
        { options: { storage: '256 GB' }, cents: 74_999 },
      ],
      FLEXTAB_RESTOCK,
    ),
  },
  {
    id: 'p011',
    name: 'Nova 5G',
    category: 'phone',
    brand: 'Nova',
    description:
      'All-round 5G phone with a 6.4-inch 120 Hz display, a 50-megapixel camera with stabilizer, a 4,700 mAh battery ' +
      'with 45-watt charging and IP68 protection.',
    attributes: {
      display: '6.4 inch 120 Hz',
      camera: '50 MP',
      battery: '4700 mAh',
      charging: '45 W',
      protection: 'IP68',
    },
    warrantyDays: 365,
    variants: [
      { options: { color: 'black', storage: '128 GB' }, cents: 79_999, onHand: 41 },
      { options: { color: 'blue', storage: '128 GB' }, cents: 79_999, onHand: 33 },
      { options: { color: 'black', storage: '256 GB' }, cents: 87_999, onHand: 22 },
    ],
  },
  {
    id: 'p012',
    name: 'Alpha One 5G',
    category: 'phone',
    brand: 'Alpha',
    description:
      'Compact 5G phone with a 6.1-inch display that fits one hand, a 48-megapixel camera, a 4,200 mAh battery and ' +
      'seven years of software updates.',
    attributes: { display: '6.1 inch', camera: '48 MP', battery: '4200 mAh', charging: '30 W', protection: 'IP67' },
    warrantyDays: 365,
    variants: [
      { options: { color: 'black', storage: '128 GB' }, cents: 69_999 },
      { options: { color: 'green', storage: '256 GB' }, cents: 75_999 },
    ],
  },
  {
    id: 'p013',
    name: 'Eclipse X',
    category: 'phone',
    brand: 'Eclipse',
    description:
      'Camera phone with a five-times periscope zoom, a large night-mode sensor, a 6.7-inch display and a 5,000 mAh ' +
      'battery. Dual SIM (one card, one eSIM).',
    attributes: {
      display: '6.7 inch 120 Hz',
      camera: '64 MP, 5x zoom',
      battery: '5000 mAh',
      charging: '50 W',
      sim: 'card and eSIM',
    },
    warrantyDays: 365,
    variants: [
      { options: { color: 'black', storage: '256 GB' }, cents: 89_999 },
      { options: { color: 'silver', storage: '256 GB' }, cents: 89_999 },
    ],
  },
  {
    id: 'p014',
    name: 'Infinity Ultra 5G',
    category: 'phone',
    brand: 'Infinity',
    description:
      'Flagship 5G phone with a 6.8-inch display, a stylus in the body, four cameras, a 5,500 mAh battery with 65-watt ' +
      'charging and an aluminium frame.',
    attributes: {
      display: '6.8 inch 144 Hz',
      camera: '108 MP',
      battery: '5500 mAh',
      charging: '65 W',
      stylus: 'included',
    },
    warrantyDays: 365,
    variants: [
      { options: { color: 'black', storage: '256 GB' }, cents: 109_999 },
      { options: { color: 'gold', storage: '512 GB' }, cents: 119_999 },
    ],
  },
];
