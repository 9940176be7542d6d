/**
 * `hand_back`: how a specialist says that a request is another's work. It is offered where another agent delegated; the
 * supervisor then asks whom it names, or decides itself. Whoever has handed a request back and is asked again has to answer.
 */
import { z } from 'zod';
import { SPECIALIST_NAMES, SPECIALISTS, type SpecialistName } from '../fleet.ts';
import { defineTool, refuse, type ReadTool } from './tool.ts';

/** Most times one customer's turn is handed on from specialist to specialist; the next one has to answer. */
export const MOST_HAND_BACKS = 2;

const LONGEST = 1_000;

export function handBackTool(own: SpecialistName): ReadTool {
  const others = SPECIALISTS.filter(({ name }) => name !== own);
  const input = z.object({
    reason: z.string().trim().min(1).max(300).describe('Why it is not yours, in one sentence.'),
    to: z
      .enum(SPECIALIST_NAMES)
      .refine((name) => name !== own, 'Name another specialist, or nobody.')
      .optional()
      .describe('The specialist whose work it is; leave out when unsure.'),
    request: z
      .string()
      .trim()
      .min(1)
      .max(LONGEST)
      .optional()
      .describe("The part that is not yours, in the customer's words; leave out when it is all of the request."),
  });
  return defineTool({
    name: 'hand_back',
    description:
      'Give a request back that is another specialist’s work and that none of your tools can answer, while `may_hand_back` is true in the context. ' +
      'Answer first what is yours; say nothing about handing back, the customer does not notice it. ' +
      `Others are:\n${others.map(({ name, description }) => `- ${name}: ${description}`).join('\n')}`,
    input,
    needsCustomer: false,
    sample: { customer: null, input: { reason: 'It asks for something another specialist does.' } },
    run: ({ reason, to, request }: z.infer<typeof input>, { facts, record }) => {
      if (!facts.mayHandBack)
        return Promise.resolve(
          refuse(
            'nobody_to_hand_back_to',
            'This request cannot be handed back. Answer what you can and say plainly what you cannot do.',
          ),
        );
      record.handBack = { reason, to: to ?? null, request: request ?? null };
      return Promise.resolve({ ok: true, data: { status: 'handed_back' }, answered: true });
    },
  });
}
