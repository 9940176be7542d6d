/** The page's modules that need no document. They are plain JavaScript, so what the tests use of them is said here. */
interface Run {
  text: string;
  bold: boolean;
}
export type Block =
  | { type: 'heading'; runs: Run[] }
  | { type: 'paragraph'; lines: Run[][] }
  | { type: 'list'; ordered: boolean; start: number; items: Run[][] };
interface AgentWork {
  agent: string;
  state: string;
  tool: string | null;
}
export interface Turn {
  text: string;
  conversationId: string | null;
  agents: AgentWork[];
  quotes: { id: string; state: string }[];
  citations: unknown[];
  usage: unknown;
  owner: string | null;
  degraded: boolean;
  problem: { code: string; title: string } | null;
  finished: boolean;
  stopped: boolean;
}

const load = (name: string): Promise<unknown> =>
  import(new URL(`../../../web/${name}`, import.meta.url).href) as Promise<unknown>;

export const { EventReader } = (await load('stream.js')) as { EventReader: new () => { feed(text: string): string[] } };
export const { parseRichText } = (await load('rich-text.js')) as { parseRichText: (text: string) => Block[] };
export const { sentencesEnd } = (await load('announcer.js')) as { sentencesEnd: (text: string) => number };
export const { readableTerms } = (await load('quote-card.js')) as {
  readableTerms: (terms: unknown) => { name: string; text: string }[];
};
export const { whyNot } = (await load('quote-card.js')) as { whyNot: (problem: unknown) => string };
export const { OWN_PREFIXES, splitOwnPaths } = (await load('own-path.js')) as {
  OWN_PREFIXES: readonly string[];
  splitOwnPaths: (text: string) => (string | { path: string })[];
};
export const { fileName } = (await load('file-name.js')) as {
  fileName: (path: string, disposition: string, type: string) => string;
};
export const { usageLine } = (await load('words.js')) as { usageLine: (usage: unknown) => string };
export const { EMPTY_TURN, withPart, ended } = (await load('turn.js')) as {
  EMPTY_TURN: Turn;
  withPart: (turn: Turn, part: unknown) => Turn;
  ended: (turn: Turn, how?: { problem?: unknown; stopped?: boolean }) => Turn;
};
export const { duration, ownerName, slug } = (await load('staff-words.js')) as {
  duration: (seconds: number) => string;
  ownerName: (owner: string, me: string | null) => string;
  slug: (title: string) => string;
};
