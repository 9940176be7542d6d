/** The chat page: what happens when. How things look is in the views, what is sent in api.js. */
import { Announcer } from './announcer.js';
import { ApiError, chat, conversation, document as loadDocument, newKey } from './api.js';
import { forgetDocuments, openDocument } from './documents.js';
import { byId, h } from './dom.js';
import { AnswerView, customerMessage, storedAnswer } from './message-view.js';
import { Person } from './person.js';
import { Proposals } from './proposals.js';
import { remember, session } from './session.js';
import { SignIn } from './sign-in.js';
import { readParts } from './stream.js';
import { EMPTY_TURN, ended, withPart } from './turn.js';

const log = byId('log');
const field = byId('message');
const [send, stop, earlier] = ['send', 'stop', 'earlier'].map(byId);
const announcer = new Announcer();
const signIn = new SignIn(
  () => startOver(),
  () => {
    person.goOn();
    field.focus();
  },
);
const proposals = new Proposals(announcer, signIn);
const person = new Person(announcer, signIn, {
  say: (text) => log.append(customerMessage(text)),
  answer: (text, role) => keepBottomInSight(() => log.append(storedAnswer({ role, text, citations: [] }))),
  ask: (node) => keepBottomInSight(() => log.append(node)),
});
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
  const view = new AnswerView(proposals.newList());
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
    for await (const part of readParts(await signIn.withToken((token) => chat(request, token, mine.signal)))) {
      turn = withPart(turn, part);
      if (running !== mine) return;
      if (part.type === 'start') remember({ conversationId: turn.conversationId });
      if (part.type === 'data-quote') keepBottomInSight(() => proposals.show(part.data, view.proposals));
      show();
    }
    turn = ended(turn);
  } catch (error) {
    turn = ended(turn, { stopped: mine.signal.aborted, problem: error instanceof ApiError ? error.problem : null });
  }
  if (running !== mine) return;
  if (turn.owner !== null) person.isWith(turn.owner);
  turn.quotes.forEach((quote) => proposals.show(quote, view.proposals));
  proposals.arrange(turn.quotes, view.proposals);
  show();
  setRunning(null);
  // While a person has the conversation the message is theirs to answer: there is nothing to show.
  if (turn.finished && turn.text === '' && turn.quotes.length === 0 && !person.isAway) view.element.remove();
  keepBottomInSight(() => tellHowItEnded(turn, view, request));
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
    remember({ conversationId: null });
    proposals.close();
    view.showProblem(text, {
      label: 'Ask in a new conversation',
      act: again({ ...request, conversationId: null, key: newKey() }),
    });
  } else if (problem.retry) {
    view.showProblem(text, { label: 'Try again', act: again() });
  } else {
    const signedOut = problem.code.startsWith('token_') || problem.code === 'unauthenticated';
    view.showProblem(text, signedOut ? { label: 'Sign in', act: () => signIn.focus() } : null);
    // What cannot be sent as it is goes back to where it can be changed.
    if (field.value === '') field.value = request.message;
  }
}

function setRunning(controller) {
  running = controller;
  send.hidden = running !== null;
  stop.hidden = running === null;
  proposals.answering = running !== null;
}

function startOver() {
  running?.abort();
  setRunning(null);
  proposals.clear();
  person.leave();
  forgetDocuments();
  announcer.begin();
  latest = null;
  remember({ conversationId: null });
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
  const { conversationId } = session;
  let page;
  if (conversationId === null) return startOver();
  try {
    page = await loadPage(conversationId, null);
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
  log.append(...proposals.restore(page.quotes).map((list) => new AnswerView(list).element));
  await person.resume(page.messages.at(-1)?.position ?? 0);
  scrollTo(0, document.documentElement.scrollHeight);
  field.focus({ preventScroll: true });
}

/** @returns the messages of the page and the latest proposals of the conversation */
async function loadPage(id, before) {
  const { messages, next, quotes } = await signIn.withToken((token) => conversation(id, token, before));
  const nodes = messages
    .filter(({ role }) => role !== 'note')
    .map((message) => (message.role === 'user' ? customerMessage(message.text) : storedAnswer(message)));
  log.prepend(...nodes);
  earlier.hidden = next === null;
  earlier.onclick = () => void loadPage(id, next).catch((error) => announcer.say(error.message));
  return { messages, quotes };
}

/** A path that an answer names: what has become of it is told beside it. */
async function openPath(button) {
  const note = button.nextElementSibling;
  const tell = (text, failed) => {
    note.textContent = ` ${text}`;
    note.classList.toggle('failed', failed);
  };
  if (button.ariaBusy === 'true') return;
  button.ariaBusy = 'true';
  tell('Loading …', false);
  try {
    tell(
      await openDocument(button.dataset.path, (path) => signIn.withToken((token) => loadDocument(path, token))),
      false,
    );
  } catch (error) {
    tell(error instanceof ApiError ? error.message : 'This could not be shown. Try again.', true);
  }
  button.ariaBusy = null;
  announcer.say(note.textContent);
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
log.addEventListener('click', ({ target }) => {
  const button = target.closest('button[data-path]');
  if (button) void openPath(button);
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
