-- What colleagues do in a conversation, and when it ends by itself.
alter table messages drop constraint messages_role_check;

-- A briefing is what a colleague tells the fleet when handing back: models read it, the customer does not.
alter table messages add constraint messages_role_check check (role in ('user', 'assistant', 'staff', 'note', 'briefing'));

-- queued_at stays while a person has the conversation: the queue is read in its order.
create index conversations_with_people on conversations (tenant_id, queued_at, id) where queued_at is not null;

create index conversations_unfinished on conversations (tenant_id, updated_at) where state in ('open', 'reopened', 'waiting_for_customer');
