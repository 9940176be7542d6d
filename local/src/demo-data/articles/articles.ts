import { daysAgo } from '../clock.ts';
import type { ArticleRow } from '../shop-rows.ts';
import { ACME, GLOBEX } from '../tenants.ts';
import { ACME_SHOP_ARTICLES } from './acme-shop-articles.ts';
import type { ArticleText } from './article-text.ts';
import { COMPUTER_ARTICLES } from './computer-articles.ts';
import { GLOBEX_ARTICLES } from './globex-articles.ts';
import { GUIDE_ARTICLES } from './guide-articles.ts';
import { HEADPHONES_ARTICLES } from './headphones-articles.ts';
import { PHONE_ARTICLES } from './phone-articles.ts';
import { SPEAKER_ARTICLES } from './speaker-articles.ts';
import { WATCH_ARTICLES } from './watch-articles.ts';

const ACME_ARTICLES: readonly ArticleText[] = [
  ...HEADPHONES_ARTICLES,
  ...WATCH_ARTICLES,
  ...SPEAKER_ARTICLES,
  ...COMPUTER_ARTICLES,
  ...PHONE_ARTICLES,
  ...ACME_SHOP_ARTICLES,
  // Last, so that the ids of the sections before them stay as they are.
  ...GUIDE_ARTICLES,
];

function sectionsOf(tenantId: string, texts: readonly ArticleText[]): ArticleRow[] {
  const rows: ArticleRow[] = [];
  texts.forEach((text, index) => {
    text.sections.forEach(([section, body], place) => {
      rows.push({
        tenant_id: tenantId,
        id: `kb${String(rows.length + 1).padStart(3, '0')}`,
        article_id: `art${String(index + 1).padStart(3, '0')}`,
        title: text.title,
        section_no: place + 1,
        section,
        body,
        category: text.category,
        product_id: text.productId,
        updated_at: daysAgo(20 + ((index * 7) % 200)),
      });
    });
  });
  return rows;
}

/** The knowledge base of both shops, one row a section. */
export function buildArticles(): ArticleRow[] {
  return [...sectionsOf(ACME, ACME_ARTICLES), ...sectionsOf(GLOBEX, GLOBEX_ARTICLES)];
}
