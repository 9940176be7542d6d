/** What the sixteen customers of the sample questions like and look at. */
export interface Interest {
  category: string;
  brand: string;
  priceRange: string;
  /** Products looked at in the last weeks, the most interesting first. */
  viewed: readonly string[];
}

export const INTERESTS: Readonly<Record<string, Interest>> = {
  cust001: {
    category: 'headphones',
    brand: 'SoundSphere',
    priceRange: '100 to 300 dollars',
    viewed: ['p002', 'p001', 'p018'],
  },
  cust002: { category: 'watch', brand: 'TrackMaster', priceRange: 'any', viewed: ['p003', 'p004', 'p023'] },
  cust003: { category: 'headphones', brand: 'ZenSound', priceRange: 'under 200 dollars', viewed: ['p001', 'p021'] },
  cust004: { category: 'computer', brand: 'ProMax', priceRange: 'under 1500 dollars', viewed: ['p039', 'p042'] },
  cust005: {
    category: 'phone',
    brand: 'Infinity',
    priceRange: '700 to 1200 dollars',
    viewed: ['p014', 'p013', 'p011', 'p007'],
  },
  cust006: { category: 'watch', brand: 'VitaFit', priceRange: 'under 250 dollars', viewed: ['p003', 'p022'] },
  cust007: {
    category: 'speaker',
    brand: 'SonicWave',
    priceRange: 'under 100 dollars',
    viewed: ['p005', 'p015', 'p016'],
  },
  cust008: {
    category: 'computer',
    brand: 'GigaBook',
    priceRange: 'under 1500 dollars',
    viewed: ['p009', 'p026', 'p027'],
  },
  cust009: { category: 'speaker', brand: 'ThunderBolt', priceRange: '100 to 250 dollars', viewed: ['p006', 'p017'] },
  cust010: {
    category: 'phone',
    brand: 'Nova',
    priceRange: 'under 1000 dollars',
    viewed: ['p011', 'p030', 'p029', 'p012'],
  },
  cust011: { category: 'tablet', brand: 'FlexTab', priceRange: '200 to 800 dollars', viewed: ['p010', 'p032', 'p033'] },
  cust012: { category: 'phone', brand: 'Nova', priceRange: 'under 900 dollars', viewed: ['p011', 'p034'] },
  cust013: { category: 'computer', brand: 'UltraBook', priceRange: 'any', viewed: ['p008', 'p044', 'p007'] },
  cust014: {
    category: 'smart home',
    brand: 'Harbor',
    priceRange: 'under 150 dollars',
    viewed: ['p047', 'p048', 'p050'],
  },
  cust015: { category: 'camera', brand: 'TrackMaster', priceRange: '200 to 400 dollars', viewed: ['p046', 'p004'] },
  cust016: {
    category: 'headphones',
    brand: 'Brightline',
    priceRange: 'under 100 dollars',
    viewed: ['p018', 'p020', 'p015'],
  },
};
