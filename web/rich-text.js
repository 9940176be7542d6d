/**
 * The little markup that answers have, as data: `**Title**` lines, bold words, `- ` and `1. ` lists, line breaks.
 * Everything else stays the text it is.
 * @typedef {{ text: string, bold: boolean }} Run
 * @typedef {{ type: 'heading', runs: Run[] } | { type: 'paragraph', lines: Run[][] }
 *   | { type: 'list', ordered: boolean, start: number, items: Run[][] }} Block
 */
import { h } from './dom.js';
import { withOwnPaths } from './own-path.js';

/** @returns {Block[]} */
export function parseRichText(text) {
  const blocks = [];
  let open = null;
  for (const line of text.split(/\r?\n/u)) {
    const block = readLine(line);
    if (block && open && continues(open, block)) append(open, block);
    else if (block) blocks.push(block);
    open = block === null ? null : blocks.at(-1);
  }
  return blocks;
}

/** @returns {Block | null} null for an empty line */
function readLine(line) {
  if (line.trim() === '') return null;
  const title = /^\*\*([^*]+)\*\*:?\s*$/u.exec(line);
  if (title) return { type: 'heading', runs: [{ text: title[1], bold: false }] };
  const bullet = /^\s*[-•] (.*)$/u.exec(line);
  if (bullet) return { type: 'list', ordered: false, start: 1, items: [runs(bullet[1])] };
  const number = /^\s*(\d{1,3})\. (.*)$/u.exec(line);
  if (number) return { type: 'list', ordered: true, start: Number(number[1]), items: [runs(number[2])] };
  return { type: 'paragraph', lines: [runs(line)] };
}

function continues(open, block) {
  if (open.type !== block.type || block.type === 'heading') return false;
  return block.type === 'paragraph' || open.ordered === block.ordered;
}

function append(open, block) {
  if (block.type === 'list') open.items.push(...block.items);
  else open.lines.push(...block.lines);
}

/** @returns {Run[]} */
function runs(text) {
  return text
    .split(/\*\*([^*]+)\*\*/u)
    .map((piece, index) => ({ text: piece, bold: index % 2 === 1 }))
    .filter((run) => run.text !== '');
}

/** An element that shows a growing text; what is there already is left alone, so that a selection survives. */
export class RichText {
  element = h('div', { class: 'rich-text' });
  #shown = [];

  /** @param {string} text */
  update(text) {
    const blocks = parseRichText(text);
    const wanted = blocks.map((block) => JSON.stringify(block));
    let same = 0;
    while (same < wanted.length && wanted[same] === this.#shown[same]) same += 1;
    while (this.element.childNodes.length > same) this.element.lastChild.remove();
    this.element.append(...blocks.slice(same).map(toNode));
    this.#shown = wanted;
  }
}

function toNode(block) {
  if (block.type === 'heading') return h('h3', {}, toNodes(block.runs));
  if (block.type === 'paragraph')
    return h(
      'p',
      {},
      block.lines.flatMap((line, index) => (index === 0 ? toNodes(line) : [h('br'), ...toNodes(line)])),
    );
  const items = block.items.map((item) => h('li', {}, toNodes(item)));
  return block.ordered ? h('ol', { start: block.start }, items) : h('ul', {}, items);
}

function toNodes(line) {
  return line.flatMap(({ text, bold }) => (bold ? h('strong', {}, withOwnPaths(text)) : withOwnPaths(text)));
}
