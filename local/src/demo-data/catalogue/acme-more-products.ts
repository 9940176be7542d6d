import type { Options } from '../shop-rows.ts';
import { ACCESSORY_LINES } from './acme-accessory-lines.ts';
import { DEVICE_LINES } from './acme-device-lines.ts';
import type { ProductSpec } from './product-spec.ts';

/** Consumables, with the days after which one is usually needed again. */
const REPURCHASE_DAYS: Readonly<Record<string, number>> = { p036: 270, p038: 120, p048: 60 };

const ATTRIBUTES: Readonly<Record<string, Options>> = { p034: { recall: 'serial numbers VE26A to VE26D' } };

/** What Acme sells besides the fourteen named products (p015–p050). */
export const ACME_MORE_PRODUCTS: readonly ProductSpec[] = [...DEVICE_LINES, ...ACCESSORY_LINES].map(
  ([id, name, category, brand, variants, description, likes, dislikes]) => ({
    id,
    name,
    category,
    brand,
    description,
    attributes: ATTRIBUTES[id] ?? {},
    warrantyDays: category === 'computer' || category === 'monitor' ? 730 : category === 'accessory' ? 180 : null,
    ...(REPURCHASE_DAYS[id] === undefined ? {} : { repurchaseDays: REPURCHASE_DAYS[id] }),
    variants,
    likes,
    dislikes,
  }),
);
