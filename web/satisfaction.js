/** The one question after a conversation has ended. */
import { h } from './dom.js';

const SCORES = [
  [1, 'Bad'],
  [2, 'Poor'],
  [3, 'Fair'],
  [4, 'Good'],
  [5, 'Very good'],
];

/** @param {(rating: { score: number, comment?: string }) => Promise<unknown>} send */
export function satisfactionForm(send) {
  const told = h('p', { role: 'status' });
  const comment = h('input', { id: 'csat-comment', maxlength: '1000', autocomplete: 'off' });
  const form = h(
    'form',
    {
      class: 'csat',
      onsubmit: async (event) => {
        event.preventDefault();
        const score = Number(new FormData(form).get('score'));
        const words = comment.value.trim();
        try {
          await send({ score, ...(words === '' ? {} : { comment: words }) });
          form.replaceChildren(told);
          told.textContent = 'Thank you for telling us.';
        } catch (error) {
          told.textContent = error.message;
        }
      },
    },
    h(
      'fieldset',
      {},
      h('legend', {}, 'This conversation has ended. How did we do?'),
      SCORES.map(([score, name]) =>
        h(
          'label',
          {},
          h('input', { type: 'radio', name: 'score', value: String(score), required: true }),
          `${score} ${name}`,
        ),
      ),
    ),
    h('label', { for: 'csat-comment' }, 'Anything to add?'),
    comment,
    h('button', { type: 'submit' }, 'Send rating'),
    told,
  );
  return h('li', { class: 'message' }, form);
}
