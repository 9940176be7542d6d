-- What past conversations came to, kept among the memories: shown to the customer, found by words and meaning, and
-- forgotten like any other memory.

alter table memories
  -- Said by the customer to be remembered, or written down by the fleet once a conversation had come to rest.
  add column kind text not null default 'stated' check (kind in ('stated', 'outcome')),
  -- Of an outcome: the conversation. No foreign key: a conversation may be deleted first.
  add column conversation_id text;

alter table memories drop constraint memories_text_check;

alter table memories add constraint memories_text_check check (length(text) between 1 and case kind when 'stated' then 300 else 500 end);

alter table conversations
  -- Up to which position the outcome has been written down, and when. A forgotten outcome is not written again.
  add column outcome_position integer not null default 0,
  add column outcome_at timestamptz,
  -- Up to which position a model has put the digest into its own words.
  add column digest_summary_position integer not null default 0;

-- Conversations that may have something to write down. Positions are twice the number of the turn, and one more.
create index conversations_to_remember on conversations (updated_at) where outcome_position < turn_count * 2;

create index conversations_to_summarise on conversations (updated_at) where digest_summary_position < digest_position;
