/**
 * An element with attributes, `on…` listeners and children. Text becomes text nodes: nothing a customer or an agent
 * wrote is ever read as markup.
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes] absent when false or undefined
 * @param {...(Node | string | null | undefined | (Node | string | null)[])} children
 * @returns {HTMLElement}
 */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === undefined) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

/** The element with an id of index.html. */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`index.html has no #${id}`);
  return found;
}
