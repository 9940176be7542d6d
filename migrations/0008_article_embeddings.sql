-- requires-extension: vector
create extension if not exists vector;

-- No vector index: a shop has hundreds of sections, and an exact scan of one tenant is both faster and exact.
-- Null until the section has been embedded.
alter table articles add column embedding vector(512);
