-- A colleague takes a conversation over from the assistant without having been asked.
alter table handoffs drop constraint handoffs_reason_check;

alter table handoffs add constraint handoffs_reason_check check (reason in ('asked', 'policy_limit', 'not_understood', 'anger', 'safety', 'failure', 'taken_over'));
