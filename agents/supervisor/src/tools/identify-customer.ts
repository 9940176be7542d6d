/** Binds a conversation that began without a token to one customer, once. The customer's own words must hold what is claimed. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineTool, done, refuse, type ToolResult } from '@deskfleet/shared/agent/tool.ts';
import { identifyCustomer as identify, type Claim } from '@deskfleet/shared/conversation/identification.ts';

const part = z.string().trim().min(1).max(200).optional();
const input = z
  .object({
    email: part.describe("The e-mail address of the customer's account, as the customer wrote it."),
    first_name: part.describe('First name; only together with last_name and postal_code.'),
    last_name: part.describe('Last name.'),
    postal_code: part.describe("Zip or postal code of the customer's address."),
  })
  .refine(
    ({ email, first_name, last_name, postal_code }) =>
      email !== undefined || (first_name !== undefined && last_name !== undefined && postal_code !== undefined),
    { error: 'Give the e-mail address, or first name, last name and zip code together. Ask for what is missing.' },
  );

export const identifyCustomer = defineTool({
  name: 'identify_customer',
  description:
    'Find out who a customer without a login is, from the e-mail address of the account, or from first and last name with the zip code. ' +
    'Needed before anything personal is looked up or changed. Only with what the customer has written; never guess.',
  input,
  needsCustomer: false,
  sample: { customer: null, input: { email: 'maya.lindqvist@example.com' } },
  run,
});

async function run(given: z.infer<typeof input>, context: ToolContext): Promise<ToolResult> {
  const { principal } = context.identity;
  if (principal.kind !== 'anonymous' || context.conversationId === null) {
    return refuse('already_signed_in', 'You are signed in, so I know who you are.');
  }
  const claim = withoutUndefined(given);
  const invented = (Object.entries(claim) as [string, string][]).find(([, value]) => !saidByCustomer(value, context));
  if (invented !== undefined) {
    return refuse('not_said', `The customer has not said this ${invented[0].replace('_', ' ')}. Ask them for it.`);
  }
  const found = await identify(claim, context);
  switch (found.state) {
    case 'identified':
      context.identity.become(found.customerId, found.profile);
      return done({ status: 'identified', customer: found.profile });
    case 'not_found':
      return refuse('customer_not_found', `I could not find an account with these details. ${again(found.triesLeft)}`);
    case 'ambiguous':
      return refuse(
        'customer_ambiguous',
        `These details fit more than one account. Please tell me ${claim.email === undefined ? 'the e-mail address of your account' : 'your first and last name and your zip code'} instead.`,
      );
    case 'bound_to_other':
      return refuse(
        'already_identified',
        'This conversation is already about one customer and cannot be about another. Please start a new conversation for that.',
      );
    case 'too_many_tries':
      return refuse(
        'too_many_tries',
        'There were too many attempts that did not fit, so I cannot look for an account here any more. Please sign in, or try again in an hour in a new conversation.',
      );
    case 'not_allowed':
      return refuse('sign_in_required', 'This shop needs you to sign in for that. Please sign in and ask again.');
  }
}

function withoutUndefined({ email, first_name, last_name, postal_code }: z.infer<typeof input>): Claim {
  if (email !== undefined) return { email };
  return { first_name: first_name ?? '', last_name: last_name ?? '', postal_code: postal_code ?? '' };
}

function again(triesLeft: number): string {
  return triesLeft > 0
    ? 'Please check them and tell me again: the e-mail address of your account, or your first and last name and zip code.'
    : 'That was the last attempt in this conversation; please sign in instead.';
}

/** A model may not make up who somebody is: every part must stand in the customer's own messages. */
function saidByCustomer(value: string, { customerMessage, facts }: ToolContext): boolean {
  const said = [customerMessage, ...facts.history.filter(({ role }) => role === 'user').map(({ text }) => text)];
  return said.some((text) => folded(text).includes(folded(value)));
}

function folded(text: string): string {
  return text.toLowerCase().replaceAll(/\s+/gu, ' ').trim();
}
