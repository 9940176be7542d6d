/** What is left of an order id when people type it: the TypeScript twin of the generated column `orders.code_key`. */

/**
 * "#12345", "ORD-12345", "Order 12345" and "o12345" all give "12345"; "#W2378156" gives "w2378156".
 * Empty when the text holds no letter or digit of ASCII.
 */
export function orderKey(text: string): string {
  return text
    .replaceAll(/[A-Z]/gu, (letter) => letter.toLowerCase())
    .replaceAll(/[^a-z0-9]/gu, '')
    .replace(/^o(rder|rd)?(?=[0-9])/u, '');
}
