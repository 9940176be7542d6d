import type { Options } from '../shop-rows.ts';

/** A variant as written down by hand; its id follows from the product's id and its place in the list. */
export interface VariantSpec {
  options: Options;
  cents: number;
  /** Absent: a stock level is drawn. */
  onHand?: number;
  restockOn?: string;
}

export interface ProductSpec {
  id: string;
  name: string;
  category: string;
  brand: string;
  description: string;
  attributes: Options;
  /** Null: the default of the tenant's policy. */
  warrantyDays: number | null;
  /** A consumable: after how many days it is usually needed again. */
  repurchaseDays?: number;
  variants: VariantSpec[];
  /** What buyers like and dislike; reviews of products without texts of their own are made of these two. */
  likes?: string;
  dislikes?: string;
}

/** Variants that differ only in colour. */
export function colors(cents: number, ...names: string[]): VariantSpec[] {
  return names.map((color) => ({ options: { color }, cents }));
}
