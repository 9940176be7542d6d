/** An article as written down by hand. Numbering (article ids, section ids) follows from its place in the list. */
export interface ArticleText {
  productId: string | null;
  title: string;
  category: 'faq' | 'set-up' | 'known-issues' | 'care' | 'policy' | 'warranty' | 'recall' | 'general' | 'guide';
  sections: readonly (readonly [section: string, body: string])[];
}
