/** Whatever customers and colleagues do in whatever order: owner, state and the open hand-off tell one story. */
import { expect } from 'chai';
import fc from 'fast-check';
import { column, nullable, row } from '@deskfleet/shared/database/row.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import { ownerOf } from '@deskfleet/shared/conversation/owner.ts';
import { isDoneAlready, transitionOf, type StaffAction } from '../src/staff/transitions.ts';
import { StaffDesk } from './staff-desk.ts';
import { startTestFleet, type TestFleet } from './support.ts';

const rowsShape = row({
  owner: column.text(),
  state: column.text(),
  queued: column.boolean(),
  resolved: column.boolean(),
  open_handoffs: column.int(),
  claimed_by: nullable(column.text()),
  staff_messages: column.int(),
  user_messages: column.int(),
});

type Step =
  | { readonly who: 'customer'; readonly does: 'write' | 'ask for a person' | 'go on with the assistant' }
  | {
      readonly who: 'sam' | 'kim';
      readonly does: 'claim' | 'take over' | 'step in' | 'release' | 'reply' | 'note' | 'hand-back' | 'resolve';
    };

/** What should be so; written down apart from the code. */
interface Model {
  owner: string;
  state: string;
  replies: number;
  said: number;
}

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    who: fc.constant('customer' as const),
    does: fc.constantFrom('write' as const, 'ask for a person' as const, 'go on with the assistant' as const),
  }),
  fc.record({
    who: fc.constantFrom('sam' as const, 'kim' as const),
    does: fc.constantFrom('claim', 'take over', 'step in', 'release', 'reply', 'note', 'hand-back', 'resolve'),
  }),
);

/** @returns whether the step is allowed; the model is then as it should be afterwards */
function expectStep(model: Model, { who, does }: Step): boolean {
  const mine = model.owner === `staff:${who}`;
  const other = `staff:${who === 'sam' ? 'kim' : 'sam'}`;
  const become = (owner: string, state = model.state): true => {
    Object.assign(model, { owner, state });
    return true;
  };
  switch (does) {
    case 'write':
      model.said += 1;
      if (model.owner !== 'agent') return become(model.owner, 'waiting_for_staff');
      return become('agent', model.state === 'resolved' || model.state === 'reopened' ? 'reopened' : 'open');
    case 'ask for a person':
      if (model.owner !== 'agent') return true;
      model.said += 1;
      return become('queue', 'waiting_for_staff');
    case 'go on with the assistant':
      if (model.owner.startsWith('staff:')) return false;
      model.said += 1;
      return become('agent', 'open');
    case 'claim':
      return mine || (model.owner === 'queue' && become(`staff:${who}`));
    case 'take over':
      return mine || ((model.owner === 'queue' || model.owner === other) && become(`staff:${who}`));
    case 'step in':
      if (mine) return true;
      if (model.owner !== 'agent') return false;
      // The customer is told so.
      model.replies += 1;
      return become(`staff:${who}`, 'waiting_for_staff');
    case 'release':
      return mine && become('queue', 'waiting_for_staff');
    case 'reply':
      if (mine) model.replies += 1;
      return mine && become(model.owner, 'waiting_for_customer');
    case 'note':
      return true;
    case 'hand-back':
      return mine && become('agent', 'open');
    case 'resolve':
      return mine && become('agent', 'resolved');
  }
}

describe('any sequence of what customers and colleagues do', function () {
  this.timeout(60_000);
  let fleet: TestFleet;
  let desk: StaffDesk;
  before(async () => {
    fleet = await startTestFleet();
    desk = new StaffDesk(fleet);
  });
  after(() => fleet.agents.close());

  const take = async (id: string, { who, does }: Step, owner: string): Promise<boolean> => {
    if (does === 'write') {
      if (owner === 'agent') fleet.model.push({ text: 'An answer.' });
      await fleet.ask('A word.', { conversation: id });
      return true;
    }
    if (does === 'ask for a person') return (await desk.press(id, {})).status === 200;
    if (does === 'go on with the assistant') return (await desk.press(id, { withdraw: true })).status === 200;
    const bodies = {
      claim: {},
      'take over': { take_from: who === 'sam' ? 'kim' : 'sam' },
      'step in': { from_assistant: true },
      release: {},
      reply: { text: 'From us.' },
      note: { text: 'Among us.' },
      'hand-back': { note: 'Yours.' },
      resolve: {},
    } as const;
    const response = await desk.does(id, does === 'take over' || does === 'step in' ? 'claim' : does, bodies[does], {
      as: who,
    });
    expect(response.status).to.be.oneOf([200, 409]);
    return response.status === 200;
  };

  it('keeps owner, state and the open hand-off consistent, and loses no word', () =>
    fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        const id = await desk.talk('Hello');
        const model: Model = { owner: 'agent', state: 'open', replies: 0, said: 1 };
        for (const one of steps) {
          const before = model.owner;
          const told = `${one.who}: ${one.does}`;
          // Going on with the assistant that one has already is said once more, and changes nothing else.
          const allowed = expectStep(model, one);
          expect(await take(id, one, before), told).to.equal(allowed);
          const found = await fleet.world.database.one(
            rowsShape,
            sql`
            select c.owner, c.state, c.queued_at is not null as queued, c.resolved_at is not null as resolved,
              (select count(*)::int from handoffs h where h.tenant_id = c.tenant_id and h.conversation_id = c.id and h.closed_at is null) as open_handoffs,
              (select h.claimed_by from handoffs h where h.tenant_id = c.tenant_id and h.conversation_id = c.id and h.closed_at is null) as claimed_by,
              (select count(*)::int from messages m where m.tenant_id = c.tenant_id and m.conversation_id = c.id and m.role = 'staff') as staff_messages,
              (select count(*)::int from messages m where m.tenant_id = c.tenant_id and m.conversation_id = c.id and m.role = 'user') as user_messages
            from conversations c where c.tenant_id = ${fleet.shop.tenant} and c.id = ${id}`,
          );
          const owner = ownerOf(model.owner);
          expect(found, told).to.deep.equal({
            owner: model.owner,
            state: model.state,
            queued: owner.kind !== 'agent',
            resolved: model.state === 'resolved',
            open_handoffs: owner.kind === 'agent' ? 0 : 1,
            claimed_by: owner.kind === 'staff' ? owner.staffId : null,
            staff_messages: model.replies,
            user_messages: model.said,
          });
        }
      }),
      { numRuns: 20 },
    ));

  it('no action starts from an owner that is somebody else, unless that colleague is named', () => {
    const action: fc.Arbitrary<StaffAction> = fc.oneof(
      fc.record({ kind: fc.constant('claim' as const), takeFrom: fc.constantFrom(null, 'kim') }),
      fc.record({ kind: fc.constantFrom('release' as const, 'take_over' as const) }),
      fc.record({ kind: fc.constant('reply' as const), text: fc.string() }),
      fc.record({ kind: fc.constant('hand_back' as const), note: fc.string() }),
      fc.record({ kind: fc.constant('resolve' as const), note: fc.constantFrom(null, 'Done.') }),
    );
    fc.assert(
      fc.property(action, (given) => {
        const { from, owner, handoff } = transitionOf(given, 'sam');
        expect(from?.includes('agent') ?? false).to.equal(given.kind === 'take_over');
        const named = given.kind === 'claim' && given.takeFrom !== null ? [`staff:${given.takeFrom}`] : [];
        for (const whose of from ?? [])
          expect([...named, ...(given.kind === 'take_over' ? ['agent'] : []), 'staff:sam', 'queue']).to.include(whose);
        // A hand-off is closed exactly when the fleet is the owner again.
        expect(handoff === 'handed_back' || handoff === 'resolved').to.equal(owner === 'agent');
        expect(isDoneAlready(given, 'sam', 'staff:sam')).to.equal(given.kind === 'claim' || given.kind === 'take_over');
      }),
    );
  });
});
