import { defineAgent, readPrompt } from '@deskfleet/shared/agent/agent.ts';
import { rulebook } from './rulebook.ts';
import { checkAvailability } from './tools/check-availability.ts';
import { getProduct } from './tools/get-product.ts';
import { searchProducts } from './tools/search-products.ts';

export const agent = defineAgent({
  name: 'product-recommendation',
  prompt: readPrompt(import.meta.url),
  tools: [searchProducts, getProduct, checkAvailability],
  rulebook,
});
