/** What page and terminal take for a path of the fleet in an answer's words, and what they leave as text. */
export const OWN_PATHS: readonly (readonly [string, readonly string[]])[] = [
  ['Your invoice: /order/orders/o12345/invoice.', ['/order/orders/o12345/invoice']],
  [
    '(/personalization/export), or `/order/orders/%23W1/invoice`?',
    ['/personalization/export', '/order/orders/%23W1/invoice'],
  ],
  ['See **/troubleshooting/guides/a-1.2**', ['/troubleshooting/guides/a-1.2']],
  ['/product/x\n/supervisor/y', ['/product/x', '/supervisor/y']],
  ['[Invoice](/order/orders/o1/invoice)', ['/order/orders/o1/invoice']],
];

export const NOT_OURS: readonly string[] = [
  'https://evil.example/order/orders/o1/invoice',
  '//evil.example/order/x',
  'evil.example//order/x',
  'javascript:/order/x',
  '/order/../local/token',
  '/order/%2e%2e/local/token',
  '/order/%2E./local/token',
  '/local/token',
  '/orders/o1',
  '/ordering/x',
  '/order',
  '/order/',
  'our /order/x@evil.example',
  '/order/x\\..\\y',
  '/order/x?as=cust002',
  '/order/x#top',
  'and/order/x or ./order/x or ~/order/x',
];
