/**
 * One answer as it grows out of the parts of its stream. Pure: a turn and a part give the next turn.
 * @typedef {{ code: string, title: string, detail?: string, retry: boolean }} Problem
 * @typedef {{ agent: string, state: string, tool: string | null }} AgentWork
 */
export const EMPTY_TURN = Object.freeze({
  text: '',
  conversationId: null,
  turnId: null,
  agents: [],
  quotes: [],
  citations: [],
  usage: null,
  /** Who answers from now on; null while nobody has said. */ owner: null,
  degraded: false,
  /** @type {Problem | null} */ problem: null,
  finished: false,
  stopped: false,
});

export const BROKEN_OFF = {
  code: 'broken_off',
  title: 'The connection broke off before the answer was complete. Try again.',
  retry: true,
};

/** Parts of types that are not known here change nothing, so that a newer fleet can add some. */
export function withPart(turn, part) {
  switch (part.type) {
    case 'start':
      return {
        ...turn,
        conversationId: part.messageMetadata?.conversation_id ?? null,
        turnId: part.messageMetadata?.turn_id ?? null,
      };
    case 'text-delta':
      return { ...turn, text: turn.text + part.delta };
    case 'data-agent':
      return { ...turn, agents: withAgent(turn.agents, part.data) };
    case 'data-quote':
      return { ...turn, quotes: [...turn.quotes.filter((quote) => quote.id !== part.data.id), part.data] };
    case 'data-handoff':
      return { ...turn, owner: part.data.owner };
    case 'data-usage':
      return { ...turn, usage: part.data };
    case 'error':
      return turn.problem ? turn : { ...turn, problem: { code: 'internal', title: part.errorText, retry: true } };
    case 'data-problem':
      return { ...turn, problem: part.data };
    case 'finish': {
      const { citations = [], degraded = false, quotes = turn.quotes, owner = turn.owner } = part.messageMetadata ?? {};
      const agents = turn.agents.map((work) => ({
        ...work,
        state: work.state === 'working' ? (turn.problem ? 'failed' : 'answered') : work.state,
      }));
      return { ...turn, citations, degraded, quotes, owner, agents, finished: true };
    }
    default:
      return turn;
  }
}

/** The last tool stays with its agent after the agent has ended. */
function withAgent(agents, { agent, state, tool }) {
  const known = agents.find((work) => work.agent === agent);
  if (!known) return [...agents, { agent, state, tool: tool ?? null }];
  return agents.map((work) => (work === known ? { agent, state, tool: tool ?? work.tool } : work));
}

/** The turn after its stream has ended, or could not be begun. */
export function ended(turn, { problem = null, stopped = false } = {}) {
  if (turn.finished) return turn;
  const agents = turn.agents.map((work) => (work.state === 'working' ? { ...work, state: 'failed' } : work));
  return { ...turn, agents, stopped, problem: stopped ? null : (problem ?? turn.problem ?? BROKEN_OFF) };
}
