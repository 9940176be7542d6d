/** A product in a few words; what all of its kind have in common is added where the lines become products. */
import type { VariantSpec } from './product-spec.ts';

export type ProductLine = [
  id: string,
  name: string,
  category: string,
  brand: string,
  variants: VariantSpec[],
  description: string,
  likes: string,
  dislikes: string,
];

export const sizes = (...entries: [string, number][]): VariantSpec[] =>
  entries.map(([size, cents]) => ({ options: { size }, cents }));

export const lengths = (...entries: [string, number][]): VariantSpec[] =>
  entries.map(([length, cents]) => ({ options: { length }, cents }));
