/** The questions of docs/demo-data.md, asked of the whole fleet by the customers they are written for. */
import { expect } from 'chai';
import { DEMO_CASES } from '../../src/demo-data/cases.ts';
import { sharedFleet, type Fleet } from '../../src/testing/fleet.ts';

interface Expected {
  /** Who has to be asked. */
  readonly agents: readonly string[];
  readonly says: readonly RegExp[];
  readonly never?: RegExp;
}

/** What a right answer says, in the words that cannot vary: names, days, amounts. */
const EXPECTED: Readonly<Record<string, Expected>> = {
  cust001: { agents: ['order-management'], says: [/12345/u, /nov(ember)? 18|18 nov|2026-11-18/iu] },
  cust002: {
    agents: ['product-recommendation', 'troubleshooting'],
    says: [/TrackMaster/u, /VitaFit/u, /warranty/iu, /kb\d+/u],
  },
  cust003: { agents: ['troubleshooting'], says: [/kb\d+/u, /pair/iu] },
  cust004: { agents: ['troubleshooting'], says: [/kb\d+/u] },
  cust005: {
    agents: ['order-management', 'product-recommendation'],
    says: [/delivered/iu, /nov(ember)? 13|13 nov|2026-11-13/iu, /Infinity|Nova|Eclipse|Alpha/u],
  },
  cust006: { agents: ['troubleshooting'], says: [/kb\d+/u, /bluetooth|sync/iu] },
  cust007: {
    agents: ['product-recommendation', 'troubleshooting'],
    says: [/SonicWave/u, /PocketBeat/u, /kb\d+/u],
    never: /HarborTone/u,
  },
  cust008: { agents: ['product-recommendation'], says: [/GigaBook|RaidBook/u] },
  cust009: { agents: ['troubleshooting'], says: [/kb\d+/u] },
  cust010: { agents: ['product-recommendation'], says: [/Nova 5G/u, /799\.99/u] },
  cust012: { agents: ['troubleshooting'], says: [/kb\d+/u, /battery/iu] },
  cust102: { agents: ['order-management'], says: [/14102/u, /Nova 5G/u, /nov(ember)? 19|19 nov|2026-11-19/iu] },
  cust103: { agents: ['order-management'], says: [/lost/iu] },
  cust107: { agents: ['troubleshooting'], says: [/nov(ember)? 10|10 nov|2026-11-10/iu] },
  cust108: { agents: ['troubleshooting'], says: [/nov(ember)? 20|20 nov|2026-11-20/iu] },
  cust109: { agents: ['order-management'], says: [/no order|not find/iu] },
  cust111: { agents: ['order-management'], says: [/79\.99/u, /yes or no|go ahead/iu] },
  cust112: { agents: ['order-management'], says: [/50\.00/u, /149\.99/u] },
  cust113: { agents: ['order-management'], says: [/processed|no longer|cannot/iu] },
  cust114: { agents: ['order-management'], says: [/no orders?|not find|any order/iu] },
  cust116: { agents: ['troubleshooting'], says: [/recall|stop using/iu] },
  cust118: { agents: ['order-management'], says: [/nov(ember)? 18|18 nov|2026-11-18/iu] },
  cust120: { agents: ['order-management'], says: [/no longer be cancelled/iu] },
};

describe('the sample questions', function () {
  this.timeout(60_000);
  let fleet: Fleet;
  before(async () => {
    fleet = await sharedFleet();
  });

  for (const { tenantId, customerId, name, question } of DEMO_CASES.filter((one) => one.tenantId === 'acme')) {
    it(`${name} (${customerId}): ${question}`, async () => {
      const answer = await fleet.chat(question, { as: customerId });
      expect(tenantId).to.equal('acme');
      expect(answer.reply).not.to.equal('');
      expect(
        answer.agents.filter((one) => one.outcome !== 'answered' && one.outcome !== 'refused'),
        answer.reply,
      ).to.be.empty;
      const expected = EXPECTED[customerId];
      if (!expected) return;
      expect(
        answer.agents.map((one) => one.agent),
        answer.reply,
      ).to.include.members([...expected.agents]);
      for (const says of expected.says) expect(answer.reply).to.match(says);
      if (expected.never) expect(answer.reply).not.to.match(expected.never);
    });
  }
});
