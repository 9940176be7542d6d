/**
 * What a colleague leaves behind when handing a conversation back: a note, and what was done meanwhile. It is part of
 * the history that agents read; the customer has not seen it. Pure.
 */

/** Stands between the note and the list of what was done, in the body of a briefing. */
export const DONE_MEANWHILE = 'Done meanwhile by a colleague:';

const BEGINNING = '(From the colleague who had this conversation until here, for you; the customer has not seen it: ';
const END = ')';

export interface Briefing {
  readonly note: string;
  /** What was done, each in the words of the proposal it came from. */
  readonly done: readonly string[];
}

/** As a message of the history. Told as what it is: what it says of decisions holds. */
export function briefingText(body: string): string {
  return `${BEGINNING}${body}${END}`;
}

/** The latest briefing in a message of the history, which may hold other words around it. */
export function readBriefing(message: string): Briefing | undefined {
  const start = message.lastIndexOf(BEGINNING);
  if (start < 0) return undefined;
  const rest = message.slice(start + BEGINNING.length);
  const next = rest.indexOf(`${END}\n\n`);
  const body = rest.slice(0, next < 0 ? rest.lastIndexOf(END) : next);
  const [note = '', list = ''] = body.split(`\n${DONE_MEANWHILE}`);
  const done = list.split('\n- ').map((line) => line.trim());
  return { note: note.trim(), done: done.filter((line) => line !== '') };
}
