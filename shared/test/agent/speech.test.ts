import { expect } from 'chai';
import fc from 'fast-check';
import { Speech } from '../../src/agent/speech.ts';

function listen(): { speech: Speech; heard: string[] } {
  const heard: string[] = [];
  return { speech: new Speech((text) => heard.push(text)), heard };
}

describe('speech', () => {
  it('puts a blank line between paragraphs, not before the first', () => {
    const { speech, heard } = listen();
    speech.say('One.');
    speech.say('Two.');
    speech.add('');
    expect(speech.whole()).to.equal('One.\n\nTwo.');
    expect(heard.join('')).to.equal(speech.whole());
  });

  it('gives a single voice no title', () => {
    const { speech } = listen();
    const lane = speech.lane('Orders');
    lane.say('On its');
    lane.say(' way.');
    lane.close();
    expect(speech.whole()).to.equal('On its way.');
  });

  it('lets the first voice be heard at once and the second wait', () => {
    const { speech, heard } = listen();
    speech.say('Let me ask.');
    const [first, second, silent, last] = ['A', 'B', 'C', 'D'].map((title) => speech.lane(title));
    second!.say('two');
    expect(heard.join('')).to.equal('Let me ask.');
    first!.say('one');
    second!.close();
    silent!.close();
    expect(heard.join('')).to.equal('Let me ask.\n\n**A**\none');
    first!.close();
    last!.say('four');
    last!.close();
    expect(speech.whole()).to.equal('Let me ask.\n\n**A**\none\n\n**B**\ntwo\n\n**D**\nfour');
  });

  it('loses no word and mixes no voices, whatever the order', () => {
    const steps = fc.array(fc.tuple(fc.nat(2), fc.boolean()), { maxLength: 40 });
    fc.assert(
      fc.property(steps, (events) => {
        const { speech, heard } = listen();
        const lanes = ['A', 'B', 'C'].map((title) => ({ lane: speech.lane(title), title, said: '', closed: false }));
        for (const [index, close] of events) {
          const one = lanes[index]!;
          if (one.closed) continue;
          const word = `${one.title.toLowerCase()}${one.said.length} `;
          one.lane.say(word);
          one.said += word;
          if (close) {
            one.closed = true;
            one.lane.close();
          }
        }
        for (const one of lanes) if (!one.closed) one.lane.close();
        const expected = lanes
          .filter((one) => one.said !== '')
          .map((one) => `**${one.title}**\n${one.said}`)
          .join('\n\n')
          .trim();
        return speech.whole() === expected && heard.join('').trim() === expected;
      }),
    );
  });
});
