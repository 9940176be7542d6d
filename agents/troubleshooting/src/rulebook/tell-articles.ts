/** Tells what `search_knowledge` found: steps as the article numbers them, the source at the end, recalls first. */
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { sourceLine, WHICH_PRODUCT } from './conversation.ts';
import { listed, objects, shown } from './words.ts';

/** Most products whose steps are told in one answer. */
const MOST_PRODUCTS = 3;
const MOST_NAMES = 5;

type Article = JsonObject;

/** Known issues are listed; everything else is answered by the best section of each product that is meant. */
export function tellArticles(result: JsonObject, input: JsonObject): string {
  const articles = objects(result['articles']);
  if (articles.length === 0) return tellNothing(result, input);
  const recalls = articles.filter((article) => article['category'] === 'recall');
  if (recalls.length > 0 && recalls[0] === articles[0]) return tellRecall(recalls);
  if (input['category'] === 'known-issues') return tellKnownIssues(articles, result);
  if (input['category'] !== undefined) return [best(articles)].map(tellOne).join('');
  return tellHelp(articles, result, input);
}

function tellHelp(articles: readonly Article[], result: JsonObject, input: JsonObject): string {
  const top = best(articles);
  const isNext = Array.isArray(input['exclude']) && input['exclude'].length > 0;
  const lead = isNext ? 'Then please try this:\n' : '';
  const meant = ofOnePerProduct(articles.filter((article) => article['named'] === true || article['owned'] === true));
  const own = meant.filter((article) => article['owned'] === true);
  const first = own[0] ?? meant[0];
  if (first === undefined) return top['product'] === null ? `${lead}${tellOne(top)}` : askWhich(articles);
  // A section about the shop or all products may fit better than any guide.
  if (top['product'] === null && match(top) > match(first)) return `${lead}${tellOne(top)}`;
  if (isNext || own.length > 0 || objects(result['products']).length === 1) return `${lead}${tellOne(first)}`;
  const told = meant.filter((article) => match(article) >= match(first)).slice(0, MOST_PRODUCTS);
  return told.length === 1 ? tellOne(first) : told.map((article) => `${shown(article['product'])}:\n${tellOne(article)}`).join('\n\n');
}

/** Hits are in order, so the first one of each product is its best. */
function ofOnePerProduct(articles: readonly Article[]): readonly Article[] {
  return articles.filter((article, index) => articles.findIndex((other) => other['product'] === article['product']) === index);
}

function best(articles: readonly Article[]): Article {
  return articles[0] ?? {};
}

function match(article: Article): number {
  return Number(article['match']);
}

function tellOne(article: Article): string {
  return `${steps(shown(article['text']))}\n${source(article)}`;
}

function source(article: Article): string {
  return sourceLine(shown(article['id']), shown(article['title']), shown(article['section']));
}

function tellRecall(recalls: readonly Article[]): string {
  const product = shown(recalls[0]?.['product']);
  // Sections are told in the article's own order.
  const sections = recalls.toSorted((a, b) => shown(a['id']).localeCompare(shown(b['id'])));
  return [`Important: there is a safety recall for the ${product}.`, ...sections.map((section) => `${shown(section['section'])}\n${tellOne(section)}`)].join('\n\n');
}

function tellKnownIssues(articles: readonly Article[], result: JsonObject): string {
  const products = ofOnePerProduct(articles);
  if (products.length === 1) return articles.map((article) => `${shown(article['section'])}\n${tellOne(article)}`).join('\n\n');
  const warranty = new Map(objects(result['products']).map((product) => [shown(product['name']), product['warranty_days']]));
  return [
    ...products.map((product) => {
      const name = shown(product['product']);
      const issues = articles.filter((article) => article['product'] === product['product']).map((article) => `- ${shown(article['section'])} (${shown(article['id'])})`);
      const days = warranty.get(name);
      return [`Known issues of ${name === '' ? shown(product['title']) : name}${days === undefined ? '' : ` (warranty ${shown(days)} days)`}:`, ...issues].join('\n');
    }),
    'Tell me which one you see and I give you the steps.',
  ].join('\n');
}

/** Guides fit, but only of products that were neither named nor bought. */
function askWhich(articles: readonly Article[]): string {
  const products = ofOnePerProduct(articles.filter((article) => article['product'] !== null)).map((article) => shown(article['product']));
  return `I have steps on this for the ${listed(products.slice(0, MOST_NAMES))}. ${WHICH_PRODUCT}`;
}

function tellNothing(result: JsonObject, input: JsonObject): string {
  const team = `Our team can help you further at ${shown(result['support_email'])}.`;
  if (Array.isArray(input['exclude']) && input['exclude'].length > 0) return `There is nothing more about this in our guides. ${team}`;
  const products = objects(result['products']).map((product) => shown(product['name']));
  if (products.length === 1) return `I found nothing about that in our guides for the ${products[0] ?? ''}. What exactly happens? ${team}`;
  return `I found nothing about that in our guides. ${WHICH_PRODUCT} And what exactly happens?`;
}

/** "… 1. Do this. 2. Do that." with each step on a line of its own. */
export function steps(text: string): string {
  let broken = text.trim();
  let from = 0;
  for (let number = 1; ; number += 1) {
    const place = broken.slice(from).search(new RegExp(`(?:^|\\s)${number}\\.\\s`, 'u'));
    if (place < 0) return broken;
    const at = from + place;
    const before = broken.slice(0, at).trimEnd();
    const after = broken.slice(at).trimStart();
    broken = before === '' ? after : `${before}\n${after}`;
    from = before.length + 1;
  }
}
