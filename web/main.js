/** The chat page: what happens when. How things look is in the views, what is sent in api.js. */
import { Announcer } from './announcer.js';
import { ApiError, chat, conversation, decideQuote, newKey } from './api.js';
import { byId, h } from './dom.js';
import { AnswerView, customerMessage, storedAnswer } from './message-view.js';
import { QuoteCard } from './quote-card.js';
import { remember, session } from './session.js';
import { SignIn } from './sign-in.js';
import { readParts } from './stream.js';
import { EMPTY_TURN, ended, withPart } from './turn.js';

const log = byId('log');
const field = byId('message');
const [send, stop, earlier] = ['send', 'stop', 'earlier'].map(byId);
const announcer = new Announcer();
const signIn = new SignIn(() => startOver());
/** Cards of this conversation by quote id: a proposal keeps its card when a later answer settles it. */
const cards = new Map();
/** The answer that is being written. @type {AbortController | null} */
let running = null;
/** The latest answer: the only one that may be asked for again. @type {AnswerView | null} */
let latest = null;

function say(message) {
  latest?.retire();
  log.querySelector('.welcome')?.remove();
  log.append(customerMessage(message));
  void answer({ message, conversationId: session.conversationId, key: newKey() });
}

/** @param {{ message: string, conversationId: string | null, key: string }} request sent again, it is the same request */
async function answer(request) {
  const mine = new AbortController();
  const view = new AnswerView();
  latest = view;
  log.append(view.element);
  scrollTo(0, document.documentElement.scrollHeight);
  announcer.begin();
  setRunning(mine);
  let turn = EMPTY_TURN;
  const show = () => {
    if (running !== mine) return;
    keepBottomInSight(() => view.update(turn));
    announcer.follow(turn.text, { complete: turn.finished });
  };
  show();
  try {
    for await (const part of readParts(await openChat(request, mine.signal))) {
      turn = withPart(turn, part);
      if (running !== mine) return;
      if (part.type === 'start') remember({ conversationId: turn.conversationId });
      if (part.type === 'data-quote') keepBottomInSight(() => showQuote(part.data, view));
      show();
    }
    turn = ended(turn);
  } catch (error) {
    turn = ended(turn, { stopped: mine.signal.aborted, problem: error instanceof ApiError ? error.problem : null });
  }
  if (running !== mine) return;
  turn.quotes.forEach((quote) => showQuote(quote, view));
  show();
  setRunning(null);
  keepBottomInSight(() => tellHowItEnded(turn, view, request));
}

/** A demo customer's token that has run out is renewed once; nothing was done with the old one. */
async function openChat(request, signal) {
  try {
    return await chat(request, session.token, signal);
  } catch (error) {
    const expired =
      error instanceof ApiError && (error.problem.code === 'token_expired' || error.problem.code === 'token_invalid');
    if (!expired || !(await signIn.renew())) throw error;
    return chat(request, session.token, signal);
  }
}

function tellHowItEnded(turn, view, request) {
  const again =
    (changed = request) =>
    () => {
      view.element.remove();
      void answer(changed);
      field.focus();
    };
  if (turn.stopped) return view.showProblem('Stopped.', { label: 'Ask again', act: again() });
  const { problem } = turn;
  if (problem === null) return;
  const text = problem.detail ?? problem.title;
  announcer.say(text);
  if (problem.code === 'conversation_not_found') {
    remember({ conversationId: null, openQuotes: [] });
    view.showProblem(text, {
      label: 'Ask in a new conversation',
      act: again({ ...request, conversationId: null, key: newKey() }),
    });
  } else if (problem.code.startsWith('token_') || problem.code === 'unauthenticated') {
    view.showProblem(text, { label: 'Sign in', act: () => signIn.focus() });
  } else if (problem.retry) {
    view.showProblem(text, { label: 'Try again', act: again() });
  } else {
    view.showProblem(text, null);
    // What cannot be sent as it is goes back to where it can be changed.
    if (field.value === '') field.value = request.message;
  }
}

function showQuote(quote, view) {
  const known = cards.get(quote.id);
  if (known) {
    known.update(quote);
    // Its answer broke off and was asked for again.
    if (!known.element.isConnected) view.addCard(known);
  } else {
    const card = new QuoteCard(quote, decide);
    card.busy = running !== null;
    cards.set(quote.id, card);
    view.addCard(card);
    if (quote.state === 'open') announcer.say(`Proposed change: ${quote.summary} Confirm or decline below the answer.`);
  }
  rememberQuotes();
}

/** Open proposals are kept: the stored conversation has none. */
function rememberQuotes() {
  remember({ openQuotes: [...cards.values()].map((card) => card.quote).filter((quote) => quote.state === 'open') });
}

async function decide(decision, card) {
  card.busy = true;
  try {
    const { quote, message } = await decideQuote(session.conversationId, card.quote.id, decision, session.token);
    card.settled(quote, message);
    announcer.say(message);
  } catch (error) {
    const problem =
      error instanceof ApiError
        ? error.problem
        : {
            code: 'internal',
            title: 'Something went wrong. Press the button again: nothing is done twice.',
            retry: true,
          };
    card.busy = false;
    card.failed(problem);
    announcer.say(problem.detail ?? problem.title);
  }
  rememberQuotes();
}

function setRunning(controller) {
  running = controller;
  send.hidden = running !== null;
  stop.hidden = running === null;
  for (const card of cards.values()) card.busy = running !== null;
}

function startOver() {
  running?.abort();
  setRunning(null);
  cards.clear();
  announcer.begin();
  latest = null;
  remember({ conversationId: null, openQuotes: [] });
  earlier.hidden = true;
  log.replaceChildren(welcome());
  field.focus();
}

function welcome() {
  const { customer } = signIn;
  const question =
    customer &&
    h(
      'button',
      {
        type: 'button',
        class: 'quiet',
        onclick: () => {
          field.focus();
          say(customer.question);
        },
      },
      customer.question,
    );
  return h(
    'li',
    { class: 'welcome' },
    h('h2', {}, customer ? `Hello ${customer.name.split(' ')[0]}, how can I help?` : 'How can I help?'),
    h('p', {}, customer ? customer.note : 'Ask about orders, products, your account, or a device that does not work.'),
    question,
  );
}

/** The conversation of before the reload, with the proposals that were open. */
async function resume() {
  const { conversationId, openQuotes } = session;
  if (conversationId === null) return startOver();
  try {
    await loadPage(conversationId, null);
  } catch (error) {
    startOver();
    log.append(
      h(
        'li',
        {},
        h('p', { class: 'problem', role: 'alert' }, `The last conversation could not be loaded. ${error.message}`),
      ),
    );
    return;
  }
  if (openQuotes.length > 0) {
    const view = new AnswerView();
    log.append(view.element);
    openQuotes.forEach((quote) => showQuote(quote, view));
  }
  scrollTo(0, document.documentElement.scrollHeight);
  field.focus({ preventScroll: true });
}

async function loadPage(id, before) {
  const { messages, next } = await conversation(id, session.token, before);
  const nodes = messages
    .filter(({ role }) => role !== 'note')
    .map((message) => (message.role === 'user' ? customerMessage(message.text) : storedAnswer(message)));
  log.prepend(...nodes);
  earlier.hidden = next === null;
  earlier.onclick = () => void loadPage(id, next).catch((error) => announcer.say(error.message));
}

/** Follows the answer, unless the customer has scrolled up to read. */
function keepBottomInSight(change) {
  const page = document.documentElement;
  const atBottom = page.scrollHeight - scrollY - innerHeight < 80;
  change();
  if (atBottom) scrollTo(0, page.scrollHeight);
}

byId('composer').addEventListener('submit', (event) => {
  event.preventDefault();
  field.focus();
  const message = field.value;
  if (running || message.trim() === '') return;
  field.value = '';
  say(message);
});
field.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') running?.abort();
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  field.form.requestSubmit();
});
stop.addEventListener('click', () => {
  running?.abort();
  field.focus();
});
byId('new-conversation').addEventListener('click', startOver);

await signIn.begin();
await resume();
