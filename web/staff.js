/** The staff console: what happens when. How things look is in the views, what is sent in staff-api.js. */
import { Announcer } from './announcer.js';
import { byId } from './dom.js';
import { ApprovalsView } from './staff-approvals.js';
import { QueueView } from './staff-queue.js';
import { RepliesView } from './staff-replies.js';
import { StaffSession } from './staff-session.js';
import { ThreadView } from './staff-thread.js';

/** Milliseconds between two looks at the queue while the page is in sight. */
const REFRESH = 5_000;

const announcer = new Announcer();
const desk = byId('conversations');
const session = new StaffSession(
  () => begin(),
  () => {
    for (const view of Object.values(views)) void view.refresh();
    void thread.goOn();
  },
);
const queue = new QueueView(byId('queue'), session, (id) => open(id));
const thread = new ThreadView(byId('thread'), session, announcer, {
  onChange: () => void queue.refresh(),
  onClose: () => {
    close();
    queue.focus();
  },
});
const views = {
  conversations: queue,
  approvals: new ApprovalsView(byId('approvals'), session),
  replies: new RepliesView(byId('replies'), session),
};

function open(id) {
  desk.dataset.open = '';
  queue.open = id;
  void thread.open(id);
}

function close() {
  delete desk.dataset.open;
  queue.open = null;
  thread.close();
}

function showTab(name) {
  for (const button of byId('tabs').querySelectorAll('button')) {
    if (button.dataset.tab === name) button.setAttribute('aria-current', 'page');
    else button.removeAttribute('aria-current');
  }
  for (const tab of Object.keys(views)) byId(tab).hidden = tab !== name;
  void views[name].refresh();
}

/** Somebody else works now. */
function begin() {
  close();
  announcer.begin();
  const { outsider } = session;
  for (const id of ['tabs', 'main']) byId(id).hidden = outsider !== null;
  byId('outsider').hidden = outsider === null;
  byId('outsider-role').textContent = outsider ?? '';
  for (const view of Object.values(views)) void view.refresh();
}

byId('tabs').addEventListener('click', ({ target }) => {
  const { tab } = target.dataset;
  if (tab) showTab(tab);
});
setInterval(() => {
  if (!document.hidden && !desk.hidden && session.signedIn) void queue.refresh();
}, REFRESH);

await session.begin();
begin();
