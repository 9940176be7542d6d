/** Server-sent events: text in whatever pieces the network makes, out come the events' data. */
export class EventReader {
  #rest = '';
  #data = [];

  /**
   * @param {string} text
   * @returns {string[]} the data of the events that are complete now
   */
  feed(text) {
    // A "\r" at the very end may be half of "\r\n": it waits for what follows.
    const whole = this.#rest + text;
    const lines = whole.split(/\r\n|\n|\r(?!$)/u);
    this.#rest = lines.pop() ?? '';
    const events = [];
    for (const line of lines) {
      if (line === '') {
        if (this.#data.length > 0) events.push(this.#data.join('\n'));
        this.#data = [];
      } else if (line.startsWith('data:')) {
        this.#data.push(line.slice(line[5] === ' ' ? 6 : 5));
      }
    }
    return events;
  }
}

/**
 * The parts of a UI message stream, up to its `[DONE]`.
 * @param {ReadableStream<Uint8Array>} body
 */
export async function* readParts(body) {
  const events = new EventReader();
  const decoder = new TextDecoder();
  const reader = body.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      for (const data of events.feed(decoder.decode(read.value, { stream: true }))) {
        if (data === '[DONE]') return;
        yield JSON.parse(data);
      }
    }
  } finally {
    reader.releaseLock();
  }
}
