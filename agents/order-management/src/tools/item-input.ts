/** Items, ways of payment and their wording, as the tools that change an order take them. */
import { z } from 'zod';
import { formatMoney } from '@deskfleet/shared/money.ts';
import { itemName } from '../policy/matching.ts';
import { methodName } from '../policy/payment-method.ts';
import type { OpenLine, Picked } from '../policy/picking.ts';
import type { Refund } from '../policy/refund.ts';

export const itemInput = z
  .string()
  .trim()
  .min(1, 'Name the item: its variant_id from get_order, or words of its name and options.')
  .max(120)
  .describe(
    'Which ordered item: its variant_id from get_order, or the customer\'s words for it ("the black headphones").',
  );

export const quantityInput = z
  .int()
  .min(1, 'At least 1.')
  .max(1000)
  .optional()
  .describe('How many of it. Leave out for all of it.');

export const newItemInput = z
  .string()
  .trim()
  .max(120)
  .default('')
  .describe(
    'What to have instead: a variant_id of the same product, or the options in the customer\'s words ("blue", "256 GB"). Options not named stay as they are.',
  );

export const paymentInput = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .optional()
  .describe(
    'The customer\'s own way of payment: its id, or words for it ("gift card", "PayPal", "Visa ending 4242"). Leave out for the one the order was paid with.',
  );

/** "1 × Nova 5G (color black)". */
export function pickedWords(picked: readonly Picked[]): string {
  return picked.map(({ line, quantity }) => unitWords(quantity, line)).join(', ');
}

export function unitWords(quantity: number, { name, options }: Pick<OpenLine, 'name' | 'options'>): string {
  return `${quantity} × ${itemName(name, options)}`;
}

/** "$12.50 to your PayPal account and $3.00 to your gift card". */
export function refundWords(refunds: readonly Refund[], currency: string): string {
  const each = refunds.map((refund) => `${formatMoney(refund.amount_cents, currency)} to your ${methodName(refund)}`);
  return each.length < 2 ? each.join('') : `${each.slice(0, -1).join(', ')} and ${each.at(-1) ?? ''}`;
}
