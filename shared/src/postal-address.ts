/** A postal address as customers and orders keep it. A part that it has not is empty. */
export interface PostalAddress {
  readonly line1: string;
  readonly line2: string;
  readonly city: string;
  readonly state: string;
  readonly postal_code: string;
  readonly country: string;
}

/** "12 Main Street, Apt 4, Denver, CO 80205, US". */
export function addressLine({ line1, line2, city, state, postal_code, country }: PostalAddress): string {
  return [line1, line2, city, [state, postal_code].filter((part) => part !== '').join(' '), country]
    .filter((part) => part !== '')
    .join(', ');
}
