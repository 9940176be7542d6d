export interface Place {
  city: string;
  state: string | null;
  /** The leading digits of the postal codes of the city; the rest is drawn. */
  postalPrefix: string;
  /** Country code and area code of its telephone numbers. */
  dial: string;
}

/** Cities with postal and dialling codes that belong together. */
export const US_PLACES: readonly Place[] = [
  { city: 'New York', state: 'NY', postalPrefix: '100', dial: '+1 212' },
  { city: 'Boston', state: 'MA', postalPrefix: '021', dial: '+1 617' },
  { city: 'Philadelphia', state: 'PA', postalPrefix: '191', dial: '+1 215' },
  { city: 'Atlanta', state: 'GA', postalPrefix: '303', dial: '+1 404' },
  { city: 'Miami', state: 'FL', postalPrefix: '331', dial: '+1 305' },
  { city: 'Chicago', state: 'IL', postalPrefix: '606', dial: '+1 312' },
  { city: 'Columbus', state: 'OH', postalPrefix: '432', dial: '+1 614' },
  { city: 'Minneapolis', state: 'MN', postalPrefix: '554', dial: '+1 612' },
  { city: 'Austin', state: 'TX', postalPrefix: '787', dial: '+1 512' },
  { city: 'Denver', state: 'CO', postalPrefix: '802', dial: '+1 303' },
  { city: 'Phoenix', state: 'AZ', postalPrefix: '850', dial: '+1 602' },
  { city: 'San Diego', state: 'CA', postalPrefix: '921', dial: '+1 619' },
  { city: 'San Francisco', state: 'CA', postalPrefix: '941', dial: '+1 415' },
  { city: 'Portland', state: 'OR', postalPrefix: '972', dial: '+1 503' },
  { city: 'Seattle', state: 'WA', postalPrefix: '981', dial: '+1 206' },
];

export const EU_PLACES: readonly (Place & { country: string; streets: readonly string[] })[] = [
  {
    city: 'Berlin',
    state: null,
    postalPrefix: '101',
    dial: '+49 30',
    country: 'DE',
    streets: ['Lindenstraße', 'Ackerstraße', 'Torstraße'],
  },
  {
    city: 'München',
    state: null,
    postalPrefix: '803',
    dial: '+49 89',
    country: 'DE',
    streets: ['Schellingstraße', 'Türkenstraße'],
  },
  {
    city: 'Köln',
    state: null,
    postalPrefix: '506',
    dial: '+49 221',
    country: 'DE',
    streets: ['Brüsseler Straße', 'Venloer Straße'],
  },
  {
    city: 'Wien',
    state: null,
    postalPrefix: '10',
    dial: '+43 1',
    country: 'AT',
    streets: ['Neubaugasse', 'Lerchenfelder Straße'],
  },
  {
    city: 'Lyon',
    state: null,
    postalPrefix: '690',
    dial: '+33 4',
    country: 'FR',
    streets: ['Rue Mercière', 'Rue de la République'],
  },
  {
    city: 'Milano',
    state: null,
    postalPrefix: '201',
    dial: '+39 02',
    country: 'IT',
    streets: ['Via Torino', 'Via Solferino'],
  },
];

export const EU_FIRST_NAMES: readonly string[] = [
  'Anna',
  'Jürgen',
  'Camille',
  'Luca',
  'Sofie',
  'Matteo',
  'Greta',
  'Étienne',
  'Paula',
  'Jonas',
  'Chiara',
  'Felix',
  'Zoë',
  'Emil',
  'Giulia',
  'Hugo',
  'Marta',
  'Oskar',
  'Léa',
  'Stefan',
];

export const EU_LAST_NAMES: readonly string[] = [
  'Müller',
  'Rossi',
  'Lefèvre',
  'Schneider',
  'Gruber',
  'Bianchi',
  'Moreau',
  'Weber',
  'Huber',
  'Ferrari',
  'Girard',
  'Krüger',
  'Wagner',
  'Ricci',
  'Bonnet',
  'Schäfer',
  'Steiner',
  'Conti',
  'Dupont',
  'Vogel',
];
