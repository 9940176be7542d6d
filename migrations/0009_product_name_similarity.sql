-- requires-extension: pg_trgm
create extension if not exists pg_trgm;

-- Finds products whose name was typed with mistakes.
create index products_name_similarity on products using gin (lower(name) gin_trgm_ops);
