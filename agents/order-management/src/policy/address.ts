/** Addresses of orders: what a parcel needs of one, and how it stands on a letter. */
import type { PostalAddress } from '@deskfleet/shared/postal-address.ts';

const NEEDED = { line1: 'street and number', city: 'city', postal_code: 'postal code', country: 'country' } as const;

/** What a parcel cannot do without and the address lacks, in words. */
export function missingParts(address: PostalAddress): readonly string[] {
  return Object.entries(NEEDED).flatMap(([part, words]) =>
    address[part as keyof typeof NEEDED].trim() === '' ? [words] : [],
  );
}

/** An address as it stands on a letter, line by line. */
export function addressLines(address: Readonly<Record<string, string | undefined>>): readonly string[] {
  const part = (name: keyof PostalAddress): string => address[name]?.trim() ?? '';
  const place = [part('city'), part('state'), part('postal_code')].filter((each) => each !== '').join(' ');
  return [part('line1'), part('line2'), place, part('country')].filter((line) => line !== '');
}
