/** What a colleague reads first about a conversation: why it came, what is known and from where, what was done. */
import { h } from './dom.js';
import { REASONS } from './staff-words.js';
import { words } from './words.js';

/** @param packet null when nobody ever asked for a person */
export function packetView(packet, openQuotes, handoffs) {
  const parts = [];
  if (packet !== null) {
    const { reason, note, mood, summary, last_message, facts, actions } = packet;
    parts.push(
      h(
        'dl',
        {},
        term('Reason', REASONS[reason] ?? words(reason)),
        note === null ? null : term('Note', note),
        term('Mood', words(mood)),
        last_message === '' ? null : term('They said', last_message),
        summary === '' ? null : term('Before', summary),
      ),
      actions.length === 0
        ? null
        : list(
            'Done after a yes',
            actions.map(({ summary: done }) => h('li', {}, done)),
          ),
      facts.length === 0
        ? null
        : h('details', {}, h('summary', {}, `What was looked up (${facts.length})`), facts.map(fact)),
    );
  }
  if (openQuotes.length > 0)
    parts.push(
      list(
        'Proposed to the customer, not decided',
        openQuotes.map(({ summary }) => h('li', {}, summary)),
      ),
    );
  if (handoffs.length > 1)
    parts.push(h('details', {}, h('summary', {}, 'Hand-offs before'), h('ul', {}, handoffs.slice(1).map(former))));
  return h('section', { class: 'card', 'aria-label': 'What is known' }, h('h3', {}, 'What is known'), ...parts.flat());
}

function term(name, text) {
  return [h('dt', {}, name), h('dd', {}, text)];
}

function list(title, items) {
  return [h('h4', {}, title), h('ul', {}, items)];
}

function fact({ tool, call_id, turn_id, input, result }) {
  return h(
    'div',
    {},
    h('p', { class: 'meta' }, `${words(tool)} ${JSON.stringify(input)} · ${call_id} of ${turn_id}`),
    h('pre', {}, JSON.stringify(result, null, 1)),
  );
}

function former({ created_at, reason, claimed_by, outcome, note }) {
  const told = [
    new Date(created_at).toLocaleString(),
    REASONS[reason] ?? reason,
    claimed_by,
    outcome === null ? 'open' : words(outcome),
    note,
  ];
  return h('li', {}, told.filter((part) => part !== null).join(' · '));
}
