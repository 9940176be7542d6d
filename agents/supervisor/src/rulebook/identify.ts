/** A visitor says who they are, in one message or several, with or beside a request. */
import { isJsonObject, type JsonObject } from '@deskfleet/shared/json.ts';
import { textOf, type Step } from '@deskfleet/shared/rulebook/engine.ts';
import { plain, type Reading } from '@deskfleet/shared/rulebook/reading.ts';
import { clauses } from './clauses.ts';
import { askedWho, gatheredIdentity, identityIn, onlySaysWho, saysIdentity, withoutSaid } from './identity-words.ts';
import { requestsIn, type Part } from './requests.ts';
import { namesSubject } from './route.ts';
import { GREETING } from './small-talk.ts';

/** What the message says of who the visitor is, when the shop allows that; undefined when it says nothing of it. */
export function identify(reading: Reading): Step | undefined {
  if (!reading.context.may_identify) return sayAgain(reading);
  const { now, all } = gatheredIdentity(reading);
  if (!saysIdentity(now)) return undefined;
  if (now.email !== undefined) return { call: { name: 'identify_customer', input: { email: now.email } } };
  if (all.name !== undefined && all.zip !== undefined) {
    const { first, last } = all.name;
    const input = { first_name: first, last_name: last, postal_code: all.zip };
    return { call: { name: 'identify_customer', input } };
  }
  const [last] = reading.earlier;
  const asked = last?.role === 'assistant' && askedWho(last.text);
  if (now.name !== undefined && (asked || needsAccount(reading.raw))) {
    return {
      say: `Thank you, ${now.name.first}. To find your account I also need your zip code, or the e-mail address of your account.`,
    };
  }
  // Somebody may ask about a place by its zip code; that is no answer to us.
  return asked && now.zip !== undefined && requestsIn(withoutSaid(reading.raw, now)).parts.length === 0
    ? { say: 'Thank you. I also need your first and last name, or the e-mail address of your account.' }
    : undefined;
}

/** Somebody is known already and says who they are: the tool says whether it is the same one. */
function sayAgain({ raw, context }: Reading): Step | undefined {
  if (!context.signed_in || !clauses(raw).every(onlySaysWho)) return undefined;
  const { email, name, zip } = identityIn(raw, false);
  if (email !== undefined) return { call: { name: 'identify_customer', input: { email } } };
  if (name === undefined || zip === undefined) return undefined;
  const input = { first_name: name.first, last_name: name.last, postal_code: zip };
  return { call: { name: 'identify_customer', input } };
}

/** Whether nothing else but the account can be meant: a name alone, or a request about the customer's own things. */
function needsAccount(raw: string): boolean {
  const { parts } = requestsIn(withoutIdentity(raw));
  return parts.length === 0 || parts.some(({ agent }) => agent === 'order-management' || agent === 'personalization');
}

/** Now that it is known who asks: on with the rest of the message, or with what was asked before. */
export function goOn(found: JsonObject, reading: Reading, delegate: (parts: readonly Part[]) => Step): Step {
  const { parts } = requestsIn(withoutIdentity(reading.raw, askedWho(reading.earlier[0]?.text ?? '')));
  if (parts.length > 0) return delegate(parts);
  const pending = pendingRequest(reading);
  const before = pending === undefined ? [] : requestsIn(pending).parts;
  if (before.length > 0) return delegate(before);
  const customer = found['customer'];
  const name = isJsonObject(customer) ? customer['first_name'] : '';
  return { say: `Thank you, ${textOf(name)}. I have found your account. What can I do for you?` };
}

/** The sentences that say more than who somebody is. @param asked whether they answer our question */
function withoutIdentity(raw: string, asked = false): string {
  return clauses(raw)
    .filter((clause) => {
      const said = identityIn(clause, asked);
      if (!saysIdentity(said)) return true;
      return namesSubject(withoutSaid(clause, said));
    })
    .filter((clause) => !GREETING.test(plain(clause)))
    .reduce((whole, clause) => {
      if (whole === '') return clause;
      return /[.!?;]$/u.test(whole) ? `${whole} ${clause}` : `${whole}, ${clause}`;
    }, '');
}

/** What was asked before we wanted to know who asks. */
function pendingRequest(reading: Reading): string | undefined {
  for (let place = 0; place + 1 < reading.earlier.length; place += 2) {
    const [answer, question] = reading.earlier.slice(place, place + 2);
    if (answer?.role !== 'assistant' || question?.role !== 'user' || !askedWho(answer.text)) return undefined;
    const rest = withoutIdentity(question.raw, askedWho(reading.earlier[place + 2]?.text ?? ''));
    if (requestsIn(rest).parts.length > 0) return rest;
  }
  return undefined;
}
