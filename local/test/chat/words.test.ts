import { expect } from 'chai';
import { answerText, createPaint, printable, progressLine } from '../../src/chat/words.ts';

describe('words in the terminal', () => {
  it('lets no answer steer the terminal', () => {
    expect(printable('a\u001b[2Jb\u0007c\r\nd\te\u009b1mf\u202eg')).to.equal('a[2Jbc\nd\te1mfg');
  });

  it('shows bold words in bold where there are colours, and leaves the text alone elsewhere', () => {
    expect(answerText('**Order management**\nfine', createPaint(true), true)).to.equal(
      '\u001b[1mOrder management\u001b[22m\nfine',
    );
    expect(answerText('**Order management**\nfine', createPaint(false), false)).to.equal('**Order management**\nfine');
  });

  it('names agents as the fleet does, also those it does not know', () => {
    expect(progressLine({ type: 'agent', agent: 'order-management', state: 'working', tool: 'get_order' })).to.equal(
      'Order management · get_order …',
    );
    expect(progressLine({ type: 'agent', agent: 'order-management', state: 'timed_out', tool: undefined })).to.equal(
      'Order management: timed out',
    );
    expect(progressLine({ type: 'agent', agent: 'gift-wrapping', state: 'answered', tool: undefined })).to.equal(
      'gift-wrapping: answered',
    );
  });
});
