-- Past conversations are found by words (GET /supervisor/search).
create index messages_words on messages using gin (to_tsvector('english', body));
