/** Parameters that several tools have, in the same words. */
import { z } from 'zod';

export const serialInput = z
  .string()
  .trim()
  .min(2, 'Give the serial number as it stands on the device.')
  .max(40, 'That is too long for a serial number.')
  .optional()
  .describe('Serial number of the unit, when the customer gave it; a recall may be about some numbers only.');

export const orderIdInput = z
  .string()
  .trim()
  .min(1, 'Give the order id, for example o12345.')
  .max(64, 'That is too long for an order id.')
  .optional()
  .describe('The order id as the customer wrote it, for example "o12345", "#12345" or "ORD-12345".');

export const offsetInput = z
  .int()
  .min(0, 'The offset counts from 0.')
  .max(10_000, 'At most 10,000.')
  .default(0)
  .describe('How many to leave out at the beginning, for the next page.');
