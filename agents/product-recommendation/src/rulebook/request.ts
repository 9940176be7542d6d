/** What a clause comes to: a tool to be called, or a question back for what is missing. */
import type { JsonObject } from '@deskfleet/shared/json.ts';

export type ListTool = 'search_products' | 'recommend_products' | 'get_top_products';

export interface Request {
  readonly tool:
    | ListTool
    | 'get_product'
    | 'check_availability'
    | 'compare_products'
    | 'get_reviews'
    | 'list_categories'
    | 'notify_when_in_stock'
    | 'list_stock_notifications';
  readonly input: JsonObject;
}

export interface Question {
  readonly ask: string;
}

export type Wish = Request | Question;

export function isRequest(wish: Wish): wish is Request {
  return 'tool' in wish;
}

/** The product a request is about; undefined for lists. */
export function productOf(wish: Wish | undefined): string | undefined {
  if (wish === undefined || !isRequest(wish)) return undefined;
  const { product } = wish.input;
  return typeof product === 'string' ? product : undefined;
}

export function withOptions(product: string, options: readonly string[]): JsonObject {
  return options.length === 0 ? { product } : { product, options };
}

/** Questions back. What an answer to one of them means is in `pending.ts`. */
export const ASK = {
  compare: 'Which products shall I compare? Please name two to four of them.',
  compareWith: (product: string): string => `Which other product shall I compare the ${product} with?`,
  reviews: 'Which product do you want to hear opinions about?',
  notify: 'Which product shall I watch for you?',
  product: 'Which product do you mean?',
} as const;
