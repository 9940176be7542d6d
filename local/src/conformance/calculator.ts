/** Sums, products and brackets, as the retail world's `calculate` tool takes them. */
export type Calculated =
  { readonly ok: true; readonly result: string } | { readonly ok: false; readonly error: string };

/** Rounded to two places, as text; whole numbers end in ".0". */
export function calculate(expression: string): Calculated {
  if (!/^[0-9+\-*/(). ]*$/u.test(expression)) return { ok: false, error: 'Invalid characters in expression' };
  const tokens = expression.match(/\d+\.?\d*|\.\d+|[-+*/()]/gu) ?? [];
  const parser = { at: 0, tokens };
  const value = sum(parser);
  if (value === undefined || parser.at !== tokens.length || !Number.isFinite(value))
    return { ok: false, error: 'Invalid expression' };
  const rounded = Number(value.toFixed(2));
  return { ok: true, result: Number.isInteger(rounded) ? `${String(rounded)}.0` : String(rounded) };
}

interface Parser {
  at: number;
  readonly tokens: readonly string[];
}

function sum(parser: Parser): number | undefined {
  let value = product(parser);
  for (let sign = parser.tokens[parser.at]; sign === '+' || sign === '-'; sign = parser.tokens[parser.at]) {
    parser.at += 1;
    const right = product(parser);
    if (value === undefined || right === undefined) return undefined;
    value = sign === '+' ? value + right : value - right;
  }
  return value;
}

function product(parser: Parser): number | undefined {
  let value = factor(parser);
  for (let sign = parser.tokens[parser.at]; sign === '*' || sign === '/'; sign = parser.tokens[parser.at]) {
    parser.at += 1;
    const right = factor(parser);
    if (value === undefined || right === undefined) return undefined;
    value = sign === '*' ? value * right : value / right;
  }
  return value;
}

function factor(parser: Parser): number | undefined {
  const token = parser.tokens[parser.at];
  parser.at += 1;
  if (token === '-' || token === '+') {
    const value = factor(parser);
    return value === undefined ? undefined : token === '-' ? -value : value;
  }
  if (token === '(') {
    const value = sum(parser);
    const closed = parser.tokens[parser.at] === ')';
    parser.at += 1;
    return closed ? value : undefined;
  }
  return token !== undefined && /^[\d.]+$/u.test(token) ? Number(token) : undefined;
}
