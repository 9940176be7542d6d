-- One row is one section of an article, the unit that is searched, ranked and cited.
-- article_id groups the sections of an article, section_no orders them.
create table articles (
  tenant_id text not null references tenants (id),
  id text not null,
  article_id text not null,
  title text not null,
  section_no integer not null default 1 check (section_no > 0),
  section text not null,
  body text not null,
  -- faq, set-up, known-issues, care, policy, warranty, recall or general in the demo shops. A shop may use its own.
  category text not null,
  -- Null for articles that are not about one product.
  product_id text,
  updated_at timestamptz not null default now(),
  search tsvector generated always as (
    setweight(to_tsvector('english'::regconfig, title), 'A')
    || setweight(to_tsvector('english'::regconfig, section), 'B')
    || setweight(to_tsvector('english'::regconfig, body), 'C')
  ) stored,
  primary key (tenant_id, id),
  unique (tenant_id, article_id, section_no),
  foreign key (tenant_id, product_id) references products (tenant_id, id)
);

create index articles_search on articles using gin (search);

create index articles_product on articles (tenant_id, product_id);
