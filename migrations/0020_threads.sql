-- The thread of a conversation: messages that wait for their turn, a question that is open, what was said long ago.

-- A message that came while another was being answered. The next turn takes all that wait, as one message.
create table waiting_messages (
  tenant_id text not null references tenants (id),
  id text not null,
  conversation_id text not null,
  body text not null,
  idempotency_key text,
  -- The turn that took it; null while it waits.
  turn_id text,
  arrived_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, conversation_id) references conversations (tenant_id, id) on delete cascade
);

create index waiting_messages_by_conversation on waiting_messages (tenant_id, conversation_id, arrived_at);

create unique index waiting_messages_once on waiting_messages (tenant_id, conversation_id, idempotency_key) where idempotency_key is not null;

alter table conversations
  -- The specialist whose question the customer has not answered yet, and until when an answer is expected.
  add column open_question_agent text,
  add column open_question_until timestamptz,
  -- What was said up to this position, in short; what came later is read as it was said.
  add column digest text not null default '',
  add column digest_position integer not null default 0;
