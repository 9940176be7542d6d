/** Tells what `search_knowledge` found: steps as the article numbers them, the source at the end, recalls first. */
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { conceptsIn, leaning } from '../policy/concepts.ts';
import { sourceLine } from './conversation.ts';
import { asksShop, tellsTrouble } from './requests.ts';
import { listed, objects, shown } from './words.ts';

/** Most products whose steps are told in one answer. */
const MOST_PRODUCTS = 3;
const MOST_NAMES = 5;
/** Share of a question to the shop that an article has to be about, to be an answer. */
const HALF = 0.5;
const WHICH_PRODUCT = 'Which product is it?';

type Article = JsonObject;

/** Known issues are listed; everything else is answered by the best section of each product that is meant. */
export function tellArticles(result: JsonObject, input: JsonObject): string {
  const articles = objects(result['articles']);
  if (articles.length === 0) return tellNothing(result, input);
  const recalls = articles.filter(
    (article) => article['category'] === 'recall' && (isMeant(article) || /\brecall/iu.test(shown(input['query']))),
  );
  if (recalls.length > 0 && recalls[0] === articles[0]) return tellRecall(recalls);
  if (input['category'] === 'known-issues') return tellKnownIssues(articles, result);
  if (input['category'] !== undefined) return tellOne(best(articles));
  // Only a product was named, not what is wrong with it.
  if (best(articles)['match'] === null)
    return `What exactly happens?\n${listIssues(ownFirst(articles.filter((article) => article['category'] === 'known-issues')), result)}`.trim();
  return tellHelp(articles, result, input);
}

function tellHelp(articles: readonly Article[], result: JsonObject, input: JsonObject): string {
  if (isNext(input)) return tellNext(articles, result, input);
  const top = best(articles);
  if (asksShop(question(input)) && match(top) <= HALF) return tellUnknown(result);
  const meant = ofOnePerProduct(articles.filter(isMeant));
  const own = meant.find((article) => article['owned'] === true);
  const first = own ?? meant[0];
  if (first === undefined) return top['product'] === null ? tellOne(top) : tellOthers(articles, result, input);
  // A section about the shop or all products may fit better than any guide.
  if (top['product'] === null && match(top) > match(first)) return tellOne(top);
  if (own !== undefined) return `${onlySetUp(own, input)}${tellOne(own)}`;
  return `${onlySetUp(first, input)}${tellEach(meant.filter((article) => match(article) >= match(first)).slice(0, MOST_PRODUCTS), result)}`;
}

function isNext(input: JsonObject): boolean {
  return Array.isArray(input['exclude']) && input['exclude'].length > 0;
}

/** After steps that did not help only what is about the same matter is worth trying. */
function tellNext(articles: readonly Article[], result: JsonObject, input: JsonObject): string {
  const next = articles.find(
    (article) => article['on_topic'] === true && (isMeant(article) || article['product'] === null),
  );
  return next === undefined ? tellNothing(result, input) : `Then this may help:\n${tellOne(next)}`;
}

function isMeant(article: Article): boolean {
  return article['named'] === true || article['owned'] === true;
}

/** Steps of a set-up guide are no fix; they are offered as what they are. */
function onlySetUp(article: Article, input: JsonObject): string {
  return article['category'] === 'set-up' && leaning(shown(input['query'])) === 'known-issues'
    ? 'I found no known issue like that, but this part of the set-up guide may help:\n'
    : '';
}

/** The steps for each product; the product's name goes before them when it is not the only one that was meant. */
function tellEach(articles: readonly Article[], result: JsonObject): string {
  const headed = articles.length > 1 || objects(result['products']).length > 1;
  return articles
    .map((article) => (headed ? `${shown(article['product'])}:\n${tellOne(article)}` : tellOne(article)))
    .join('\n\n');
}

/** Guides fit, but only of products that were neither named nor bought: told when there is no doubt, else the customer is asked. */
function tellOthers(articles: readonly Article[], result: JsonObject, input: JsonObject): string {
  const fitting = ofOnePerProduct(
    articles.filter(
      (article) =>
        article['product'] !== null && article['on_topic'] === true && match(article) >= match(best(articles)),
    ),
  );
  const [only] = fitting;
  // A word somewhere in the steps for something else answers nothing.
  if (only === undefined) return tellNothing(result, input);
  if (fitting.length === 1 && match(only) === 1) return `${shown(only['product'])}:\n${tellOne(only)}`;
  return `I have steps on this for the ${listed(fitting.slice(0, MOST_NAMES).map((article) => shown(article['product'])))}. ${WHICH_PRODUCT}`;
}

/** Hits are in order, so the first one of each product is its best. */
function ofOnePerProduct(articles: readonly Article[]): readonly Article[] {
  return articles.filter(
    (article, index) => articles.findIndex((other) => other['product'] === article['product']) === index,
  );
}

function best(articles: readonly Article[]): Article {
  return articles[0] ?? {};
}

function match(article: Article): number {
  return Number(article['match']);
}

function tellOne(article: Article): string {
  const section = shown(article['section']);
  // "No." needs the question that it answers.
  return `${section.endsWith('?') ? `${section}\n` : ''}${steps(shown(article['text']))}\n${source(article)}`;
}

function source(article: Article): string {
  return sourceLine(shown(article['id']), shown(article['title']), shown(article['section']));
}

function tellRecall(recalls: readonly Article[]): string {
  return [
    `Important: there is a safety recall for the ${listed([...new Set(recalls.map((recall) => shown(recall['product'])))])}.`,
    ...inOrder(recalls).map(tellOne),
  ].join('\n\n');
}

/** In the order of the articles themselves; ids count up. */
function inOrder(articles: readonly Article[]): readonly Article[] {
  return articles.toSorted((a, b) => shown(a['id']).localeCompare(shown(b['id']), 'en', { numeric: true }));
}

/** Of a kind the customer bought one of, only that one is meant. */
function ownFirst(articles: readonly Article[]): readonly Article[] {
  const owned = articles.filter((article) => article['owned'] === true);
  return owned.length > 0 ? owned : articles;
}

function tellKnownIssues(articles: readonly Article[], result: JsonObject): string {
  const meant = ownFirst(articles);
  if (ofOnePerProduct(meant).length > 1) return listIssues(meant, result);
  return inOrder(meant)
    .map((article) => `${shown(article['section'])}\n${steps(shown(article['text']))}\n${source(article)}`)
    .join('\n\n');
}

/** The issues by name only, to choose from. `chosenIssue` reads this back. */
function listIssues(articles: readonly Article[], result: JsonObject): string {
  if (articles.length === 0) return '';
  const warranty = new Map(
    objects(result['products']).map((product) => [shown(product['name']), product['warranty_days']]),
  );
  const lists = ofOnePerProduct(articles).map((first) => {
    const name = shown(first['product']);
    const issues = inOrder(articles.filter((article) => article['product'] === first['product']));
    const days = shown(warranty.get(name) ?? undefined);
    return [
      `Known issues of ${name === '' ? shown(first['title']) : name}${days === '' ? '' : ` (warranty ${days} days)`}:`,
      ...issues.map((article) => `- ${shown(article['section'])} (${shown(article['id'])})`),
    ].join('\n');
  });
  return [...lists, 'Tell me which one you see and I give you the steps.'].join('\n');
}

function question(input: JsonObject): string {
  return shown(input['query']).toLowerCase();
}

/** Whether something is wrong, it is not known how something is used, or a kind of product is named. */
function speaksOfDevice(text: string): boolean {
  return tellsTrouble(text) || leaning(text) === 'set-up' || conceptsIn(text).some(({ role }) => role === 'kind');
}

function tellUnknown(result: JsonObject): string {
  return `I do not know that: I found nothing about it in our articles. Our team can tell you at ${shown(result['support_email'])}.`;
}

function tellNothing(result: JsonObject, input: JsonObject): string {
  const team = `Our team can help you further at ${shown(result['support_email'])}.`;
  if (isNext(input)) return `There is nothing more about this in our guides. ${team}`;
  const products = objects(result['products']).map((product) => shown(product['name']));
  if (asksShop(question(input)) || (products.length === 0 && !speaksOfDevice(question(input))))
    return tellUnknown(result);
  if (products.length !== 1)
    return `I found nothing about that in our guides. ${WHICH_PRODUCT} And what exactly happens?`;
  const nothing = `I found nothing about that in our guides for the ${products[0] ?? ''}.`;
  const maybe = objects(result['maybe']);
  if (maybe.length === 0) return `${nothing} What exactly happens? ${team}`;
  // Read back by `chosenIssue`, as every list of issues.
  const list = maybe.map((section) => `- ${shown(section['section'])} (${shown(section['id'])})`);
  return [
    `${nothing} Is it one of these known issues of ${products[0] ?? ''}:`,
    ...list,
    `If it is none of them: what exactly happens? ${team}`,
  ].join('\n');
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
