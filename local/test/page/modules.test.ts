import { expect } from 'chai';
import fc from 'fast-check';
import { FLEET } from '@deskfleet/shared/fleet.ts';
import { NOT_OURS, OWN_PATHS } from '../chat/own-path-cases.ts';
import { USAGE } from '../chat/stand-in-fleet.ts';
import {
  EMPTY_TURN,
  ended,
  EventReader,
  fileName,
  OWN_PREFIXES,
  parseRichText,
  readableTerms,
  sentencesEnd,
  splitOwnPaths,
  usageLine,
  whyNot,
  withPart,
} from './web-modules.ts';

const plain = (text: string) => [{ text, bold: false }];

describe("the chat page's modules", () => {
  describe('server-sent events', () => {
    it('reads the same events however the text is cut, with any line end', () => {
      for (const end of ['\n', '\r\n', '\r']) {
        const whole =
          [
            ': comment',
            '',
            'event: x',
            'data: {"a":1}',
            '',
            'data:two',
            'data: lines',
            '',
            '',
            'data: [DONE]',
            '',
            '',
          ].join(end) + end;
        fc.assert(
          fc.property(fc.integer({ min: 0, max: whole.length }), fc.integer({ min: 0, max: whole.length }), (a, b) => {
            const [first, second] = [Math.min(a, b), Math.max(a, b)];
            const reader = new EventReader();
            const events = [whole.slice(0, first), whole.slice(first, second), whole.slice(second)].flatMap((piece) =>
              reader.feed(piece),
            );
            expect(events).to.deep.equal(['{"a":1}', 'two\nlines', '[DONE]']);
          }),
          { numRuns: 80 },
        );
      }
    });
  });

  describe('an answer out of its parts', () => {
    it('follows agents and their tools, and ends them with the answer', () => {
      const parts = [
        { type: 'start', messageMetadata: { conversation_id: 'conv_1', turn_id: 'turn_1' } },
        { type: 'data-agent', data: { agent: 'supervisor', state: 'working', tool: 'delegate' } },
        { type: 'data-agent', data: { agent: 'order-management', state: 'working' } },
        { type: 'data-agent', data: { agent: 'order-management', state: 'working', tool: 'get_order' } },
        { type: 'text-delta', delta: 'On its ' },
        { type: 'text-delta', delta: 'way.' },
        { type: 'part-of-tomorrow' },
        { type: 'data-agent', data: { agent: 'order-management', state: 'timed_out' } },
        { type: 'data-quote', data: { id: 'q', state: 'open' } },
        { type: 'data-quote', data: { id: 'q', state: 'confirmed' } },
        { type: 'data-usage', data: USAGE },
        { type: 'finish', messageMetadata: { citations: [1], degraded: true } },
      ];
      const turn = parts.reduce(withPart, EMPTY_TURN);
      expect(turn).to.deep.include({
        text: 'On its way.',
        conversationId: 'conv_1',
        finished: true,
        degraded: true,
        citations: [1],
        problem: null,
      });
      expect(turn.quotes).to.deep.equal([{ id: 'q', state: 'confirmed' }]);
      expect(turn.agents).to.deep.equal([
        { agent: 'supervisor', state: 'answered', tool: 'delegate' },
        { agent: 'order-management', state: 'timed_out', tool: 'get_order' },
      ]);
    });

    it('keeps the problem that the service told, and says when a stream ended too soon', () => {
      const failed = [
        { type: 'error', errorText: 'x' },
        { type: 'data-problem', data: { code: 'turn_timed_out', title: 'Too long.' } },
        { type: 'finish' },
      ].reduce(withPart, EMPTY_TURN);
      expect(ended(failed).problem).to.deep.equal({ code: 'turn_timed_out', title: 'Too long.' });
      const half = withPart(EMPTY_TURN, { type: 'text-delta', delta: 'Half' });
      expect(ended(half).problem).to.include({ code: 'broken_off', retry: true });
      expect(ended(half, { stopped: true })).to.deep.include({ stopped: true, problem: null, text: 'Half' });
    });
  });

  describe('the markup of answers', () => {
    it('knows titles, bold words, lists and line breaks', () => {
      expect(
        parseRichText('**Order management**\nOrder **o1**:\nfine\n- one\n- **two**\n\n3. three\n4. four\n\nend'),
      ).to.deep.equal([
        { type: 'heading', runs: plain('Order management') },
        {
          type: 'paragraph',
          lines: [
            [
              { text: 'Order ', bold: false },
              { text: 'o1', bold: true },
              { text: ':', bold: false },
            ],
            plain('fine'),
          ],
        },
        { type: 'list', ordered: false, start: 1, items: [plain('one'), [{ text: 'two', bold: true }]] },
        { type: 'list', ordered: true, start: 3, items: [plain('three'), plain('four')] },
        { type: 'paragraph', lines: [plain('end')] },
      ]);
    });

    it('leaves everything else the text it is', () => {
      for (const text of [
        '<img src=x onerror=alert(1)>',
        '2 * 3 ** 4',
        '-5 degrees',
        '1.5 kg',
        '[link](javascript:alert(1))',
        '**open',
      ]) {
        expect(parseRichText(text)).to.deep.equal([{ type: 'paragraph', lines: [plain(text)] }]);
      }
    });

    it('loses no word of any text', () => {
      const words = (text: string) => text.replaceAll(/[^a-z]/gu, '');
      const shown = (text: string) =>
        words(
          JSON.stringify(
            parseRichText(text).map((block) =>
              (block.type === 'heading' ? block.runs : block.type === 'paragraph' ? block.lines : block.items)
                .flat(2)
                .map((run) => ('text' in run ? run.text : '')),
            ),
          ),
        );
      fc.assert(
        fc.property(fc.string({ unit: fc.constantFrom('a', 'b', ' ', '*', '**', '-', '- ', '1. ', '\n') }), (text) => {
          expect(shown(text)).to.equal(words(text));
        }),
      );
    });
  });

  describe('paths of the fleet in an answer', () => {
    const pathsOf = (text: string) =>
      splitOwnPaths(text).flatMap((piece) => (typeof piece === 'string' ? [] : [piece.path]));

    it('are those of the agents there are', () => {
      expect([...OWN_PREFIXES].sort()).to.deep.equal(FLEET.map(({ prefix }) => prefix).sort());
    });

    it('are found, and no other address is', () => {
      for (const [text, paths] of OWN_PATHS) expect(pathsOf(text), text).to.deep.equal(paths);
      for (const text of NOT_OURS) expect(splitOwnPaths(text), text).to.deep.equal([text]);
    });

    it('lose nothing of the text', () => {
      fc.assert(
        fc.property(fc.string({ unit: fc.constantFrom('/order', '/', 'a', '.', '%2e', ' ', '?', ':') }), (text) => {
          expect(
            splitOwnPaths(text)
              .map((piece) => (typeof piece === 'string' ? piece : piece.path))
              .join(''),
          ).to.equal(text);
        }),
      );
    });

    it('are saved under a name that names no folder', () => {
      expect(fileName('/personalization/export', 'attachment; filename="my-data.json"', '')).to.equal('my-data.json');
      expect(fileName('/personalization/export', '', 'application/json')).to.equal('personalization-export.json');
      expect(fileName('/x/y', 'attachment; filename="../../.bashrc"', '')).to.equal('_.._.bashrc');
    });
  });

  it('tells why nothing was done, without repeating the new proposal', () => {
    const problem = { title: 'T', detail: 'Nothing was done. It would be now: Refund $1. Shall I?' };
    expect(whyNot({ ...problem, new_quote: { summary: 'Refund $1.' } })).to.equal('Nothing was done. It would be now:');
    expect(whyNot(problem)).to.equal(problem.detail);
    expect(whyNot({ title: 'T', new_quote: { summary: 'T' } })).to.equal('T');
  });

  it('tells a screen reader whole sentences only', () => {
    expect(sentencesEnd('Order o1 is on its w')).to.equal(0);
    expect(sentencesEnd('It costs $1.50 now. Take i')).to.equal('It costs $1.50 now.'.length);
    expect(sentencesEnd('Steps:\n1. Charge')).to.equal('Steps:\n'.length);
  });

  it('shows the terms of a proposal that say something by themselves', () => {
    expect(
      readableTerms({
        order_id: 'o1',
        refund_total: { cents: 100, text: '$1.00' },
        items: [{ line_no: 1 }],
        gift: true,
        note: 'x'.repeat(61),
        count: 2,
      }),
    ).to.deep.equal([
      { name: 'Order', text: 'o1' },
      { name: 'Refund total', text: '$1.00' },
      { name: 'Gift', text: 'yes' },
      { name: 'Count', text: '2' },
    ]);
  });

  it('says in one line what an answer cost', () => {
    expect(usageLine({ ...USAGE, model_calls: 1 })).to.equal(
      '1 model call · 1,245 tokens (1,200 in, 45 out, 1,000 cached) · $0.001230 · 3 data API calls',
    );
  });
});
