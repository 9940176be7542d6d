/**
 * The stream of a turn: the AI SDK's UI message stream (`x-vercel-ai-ui-message-stream: v1`), so that `useChat` and
 * every client built on it works unchanged. What it has no part for travels as `data-*` parts.
 */
import type { Response } from 'express';
import type { TurnEvent } from '../agent/turn-record.ts';
import { publicQuote } from '../conversation/quotes.ts';
import type { ChatReply } from '../conversation/reply.ts';
import type { Problem } from './errors.ts';

/** Milliseconds of silence after which a comment keeps proxies from closing the connection. */
const HEARTBEAT_MS = 15_000;
/** Most bytes of a stream and its reply that are kept for the Idempotency-Key: they are read back in one row, and a row holds 64 KB. */
const KEEP_LIMIT = 60_000;
const TEXT_ID = 'reply';

export class TurnStream {
  readonly #response: Response;
  readonly #heartbeat: NodeJS.Timeout;
  #sent = '';
  #open = false;

  constructor(response: Response, ids: { readonly conversationId: string; readonly turnId: string }) {
    this.#response = response;
    startEventStream(response);
    this.#heartbeat = setInterval(() => {
      response.write(': still here\n\n');
    }, HEARTBEAT_MS);
    this.#heartbeat.unref();
    response.once('close', () => clearInterval(this.#heartbeat));
    this.#part({
      type: 'start',
      messageId: ids.turnId,
      messageMetadata: { conversation_id: ids.conversationId, turn_id: ids.turnId },
    });
    this.#part({ type: 'start-step' });
  }

  event(event: TurnEvent): void {
    switch (event.type) {
      case 'text':
        if (!this.#open) this.#part({ type: 'text-start', id: TEXT_ID });
        this.#open = true;
        return this.#part({ type: 'text-delta', id: TEXT_ID, delta: event.text });
      case 'agent': {
        const { agent, state, tool } = event;
        return this.#part({
          type: 'data-agent',
          id: agent,
          data: tool === undefined ? { agent, state } : { agent, state, tool },
        });
      }
      case 'quote':
        return this.#part({ type: 'data-quote', id: event.quote.id, data: publicQuote(event.quote) });
      case 'handoff':
        return this.#part({ type: 'data-handoff', data: { owner: event.owner } });
    }
  }

  /** A part that only other agents read. */
  data(name: string, data: unknown): void {
    this.#part({ type: `data-${name}`, data });
  }

  /** The last frames of a turn that went well, not yet sent: they follow once the turn is stored. */
  ending(reply: ChatReply): string {
    const { reply: _, ...metadata } = reply;
    return (
      frames([
        ...this.#textEnd(),
        { type: 'data-usage', data: reply.usage },
        { type: 'finish-step' },
        { type: 'finish', messageMetadata: metadata },
      ]) + DONE
    );
  }

  end(ending: string): void {
    clearInterval(this.#heartbeat);
    this.#write(ending);
    this.#response.end();
  }

  /** The turn failed after the stream had begun. */
  fail(problem: Problem): void {
    this.end(
      frames([
        ...this.#textEnd(),
        { type: 'error', errorText: problem.message },
        { type: 'data-problem', data: problem.toJSON() },
        { type: 'finish' },
      ]) + DONE,
    );
  }

  /** Everything sent and still to be sent, byte for byte; null when it is too long to keep beside the reply. */
  whole(ending: string, reply: ChatReply): string | null {
    const whole = this.#sent + ending;
    return Buffer.byteLength(whole) + Buffer.byteLength(JSON.stringify(reply)) > KEEP_LIMIT ? null : whole;
  }

  #textEnd(): readonly Part[] {
    return this.#open ? [{ type: 'text-end', id: TEXT_ID }] : [];
  }

  #part(part: Part): void {
    this.#write(frames([part]));
  }

  #write(text: string): void {
    if (this.#sent.length <= KEEP_LIMIT) this.#sent += text;
    if (!this.#response.destroyed) this.#response.write(text);
  }
}

type Part = Readonly<Record<string, unknown>>;
const DONE = 'data: [DONE]\n\n';

function frames(parts: readonly Part[]): string {
  return parts.map((part) => `data: ${JSON.stringify(part)}\n\n`).join('');
}

function startEventStream(response: Response): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
    'x-vercel-ai-ui-message-stream': 'v1',
  });
}

/** Sends a kept stream again, byte for byte. */
export function replayStream(response: Response, stream: string): void {
  startEventStream(response);
  response.end(stream);
}

/** The stream of a turn whose answer was first given as JSON, or was too long to keep. */
export function streamOfReply(response: Response, reply: ChatReply): void {
  const stream = new TurnStream(response, { conversationId: reply.conversation_id, turnId: reply.turn_id });
  if (reply.reply !== '') stream.event({ type: 'text', text: reply.reply });
  stream.end(stream.ending(reply));
}
