/** Refunds and the like that wait for the decision of a colleague. */
import { newKey } from './api.js';
import { h } from './dom.js';
import { approvals, decide } from './staff-api.js';
import { words } from './words.js';

export class ApprovalsView {
  #session;
  #told = h('p', { class: 'hint', role: 'status' });
  #cards = h('div', { class: 'approvals' });
  #more = h('button', { type: 'button', class: 'quiet', hidden: true }, 'More');

  constructor(place, session) {
    this.#session = session;
    place.append(
      h('h2', {}, 'Approvals'),
      h('button', { type: 'button', class: 'quiet', onclick: () => void this.refresh() }, 'Refresh'),
      this.#told,
      this.#cards,
      this.#more,
    );
  }

  async refresh(offset = 0) {
    if (!this.#session.signedIn) {
      this.#cards.replaceChildren();
      this.#told.textContent = 'Sign in to see what waits.';
      return;
    }
    try {
      const found = await this.#session.withToken((token) => approvals(offset, token));
      if (offset === 0) this.#cards.replaceChildren();
      this.#cards.append(...found.approvals.map((approval) => this.#card(approval)));
      this.#told.textContent =
        found.approvals.length === 0 ? 'Nothing waits.' : `${found.approvals_in_all ?? 0} in all`;
      this.#more.hidden = found.next_offset === undefined;
      this.#more.onclick = () => void this.refresh(found.next_offset);
    } catch (error) {
      this.#told.textContent = error.message;
    }
  }

  #card(approval) {
    const { approval_id, kind, order_id, customer_name, amount, refunds = [], asked_on, ...rest } = approval;
    const told = h('p', { role: 'status' });
    const reason = h('input', { id: `reason-${approval_id}`, maxlength: '300', autocomplete: 'off' });
    const key = { approve: newKey(), refuse: newKey() };
    const buttons = h('div', { class: 'line' });
    const settle = async (decision) => {
      const why = reason.value.trim();
      if (decision === 'refuse' && why === '') {
        told.textContent = 'Say why it is refused, in words for the customer.';
        reason.focus();
        return;
      }
      if (buttons.ariaBusy === 'true') return;
      buttons.ariaBusy = 'true';
      try {
        const body = { approval_id, decision, ...(decision === 'refuse' ? { reason: why } : {}) };
        const { message } = await this.#session.withToken((token) => decide(body, key[decision], token));
        buttons.replaceChildren();
        told.textContent = message;
        told.tabIndex = -1;
        told.focus();
      } catch (error) {
        told.textContent = error.message;
        // Refused: other words are another decision.
        if (!error.problem?.retry) key[decision] = newKey();
      }
      buttons.ariaBusy = null;
    };
    buttons.append(
      h('button', { type: 'button', onclick: () => void settle('approve') }, 'Approve'),
      h('label', { for: reason.id }, 'Reason for a refusal'),
      reason,
      h('button', { type: 'button', class: 'quiet', onclick: () => void settle('refuse') }, 'Refuse'),
    );
    const money = typeof amount === 'string' ? amount : amount.text;
    return h(
      'section',
      { class: 'card', 'aria-label': `${words(kind)} of order ${order_id}` },
      h('h3', {}, `${words(kind)} of order ${order_id}: ${money}`),
      h('p', {}, `${customer_name} (${rest.customer}), asked on ${asked_on}, order ${rest.order_status}`),
      refunds.length === 0
        ? null
        : h(
            'p',
            { class: 'meta' },
            `To: ${refunds.map((part) => `${part.amount.text ?? part.amount} to ${part.method}`).join(', ')}`,
          ),
      h(
        'p',
        { class: 'meta' },
        [
          rest.reason && `Reason: ${rest.reason}`,
          rest.condition && `Condition: ${rest.condition}`,
          rest.goods_received_on ? `Goods received on ${rest.goods_received_on}` : null,
          rest.remedy && `Remedy: ${rest.remedy}`,
        ]
          .filter(Boolean)
          .join(' · '),
      ),
      buttons,
      told,
    );
  }
}
