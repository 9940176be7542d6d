/** "Order management" from "order-management", "Refund total" from "refund_total". */
export function words(name) {
  const text = name.replaceAll(/[-_]+/gu, ' ').trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function count(number, one, many = `${one}s`) {
  return `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`;
}

/** One line about what an answer cost. */
export function usageLine(usage) {
  const tokens = usage.input_tokens + usage.output_tokens;
  return [
    count(usage.model_calls, 'model call'),
    `${count(tokens, 'token')} (${usage.input_tokens.toLocaleString('en-US')} in, ${usage.output_tokens.toLocaleString('en-US')} out, ${usage.cached_tokens.toLocaleString('en-US')} cached)`,
    `$${usage.cost_usd.toFixed(usage.cost_usd > 0 && usage.cost_usd < 0.01 ? 6 : 4)}`,
    count(usage.data_api_calls, 'data API call'),
  ].join(' · ');
}
