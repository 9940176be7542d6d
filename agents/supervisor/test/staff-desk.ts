/** Colleagues at work in a test: the calls of the staff API, and what came of them. */
import { expect } from 'chai';
import { ERRORS } from '@deskfleet/shared/http/errors.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { sql, type Sql } from '@deskfleet/shared/database/sql.ts';
import type { CustomerFace, TestFleet } from './support.ts';

const LIST = '/supervisor/conversations';
const STAFF = '/supervisor/staff';

export interface StaffThread {
  readonly conversation: {
    readonly owner: string;
    readonly state: string;
    readonly queued_at: string | null;
    readonly resolved_at: string | null;
    readonly csat: number | null;
  };
  readonly messages: readonly { readonly position: number; readonly role: string; readonly text: string }[];
  readonly next: number | null;
  readonly packet: object | null;
  readonly handoffs: readonly {
    readonly claimed_by: string | null;
    readonly closed_at: string | null;
    readonly outcome: string | null;
  }[];
}

interface Queue {
  readonly conversations: readonly {
    readonly id: string;
    readonly owner: string;
    readonly queued_at: string | null;
    readonly waiting_seconds: number | null;
  }[];
  readonly next: string | null;
}

interface News {
  readonly owner: string;
  readonly notice: string | null;
  readonly next: number;
  readonly messages: readonly { readonly role: string; readonly text: string }[];
}

interface How {
  /** Which colleague. */
  readonly as?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export class StaffDesk {
  readonly #fleet: CustomerFace & Partial<TestFleet>;

  constructor(fleet: CustomerFace & Partial<TestFleet>) {
    this.#fleet = fleet;
  }

  execute(statement: Sql): Promise<unknown> {
    return this.#fleet.world.database.execute(statement);
  }

  /** A conversation that the fleet has answered. */
  async talk(message: string, as?: string): Promise<string> {
    this.#fleet.model?.push({ text: `About: ${message}` });
    return (await this.#fleet.ask(message, as === undefined ? {} : { as })).conversation_id;
  }

  /** A conversation whose customer has asked for a person. */
  async queued({ note, as }: { readonly note?: string; readonly as?: string } = {}): Promise<string> {
    const id = await this.talk('Hello', as);
    expect((await this.press(id, note === undefined ? {} : { note }, as)).status).to.equal(200);
    return id;
  }

  /** The customer's own button. */
  async press(id: string, body: object, as?: string): Promise<Response> {
    return this.#fleet.agents.post('supervisor', `${LIST}/${id}/handoff`, body, { token: await this.#fleet.token(as) });
  }

  async get(path: string, as = 'sam'): Promise<Response> {
    return this.#fleet.agents.fetch('supervisor', path, { token: await this.#fleet.token(as, 'staff') });
  }

  async post(path: string, body: object, { as = 'sam', headers = {} }: How = {}): Promise<Response> {
    return this.#fleet.agents.post('supervisor', path, body, { token: await this.#fleet.token(as, 'staff'), headers });
  }

  does(id: string, verb: string, body: object, how: How = {}): Promise<Response> {
    return this.post(`${STAFF}/conversations/${id}/${verb}`, body, how);
  }

  async ok(id: string, verb: string, body: object, how: How = {}): Promise<{ owner: string; state: string }> {
    const response = await this.does(id, verb, body, how);
    const answer = (await response.json()) as { owner: string; state: string };
    expect(response.status, `${verb}: ${JSON.stringify(answer)}`).to.equal(200);
    return answer;
  }

  /** The code of a refusal, which has the status of its place in the table. */
  async code(response: Response | Promise<Response>): Promise<string> {
    const { status } = await response;
    const problem = (await (await response).json()) as { code?: keyof typeof ERRORS };
    if (problem.code === undefined) return `not refused: ${JSON.stringify(problem)}`;
    expect(status).to.equal(ERRORS[problem.code].status);
    return problem.code;
  }

  async queue(query = '', as?: string): Promise<Queue> {
    const response = await this.get(`${STAFF}/queue?${query}`, as);
    expect(response.status).to.equal(200);
    return (await response.json()) as Queue;
  }

  async thread(id: string, query = ''): Promise<StaffThread> {
    const response = await this.get(`${STAFF}/conversations/${id}?${query}`);
    expect(response.status).to.equal(200);
    return (await response.json()) as StaffThread;
  }

  /** The conversation as its customer sees it. */
  async whole(id: string): Promise<unknown> {
    return (await this.#fleet.agents.fetch('supervisor', `${LIST}/${id}`, { token: await this.#fleet.token() })).json();
  }

  async news(id: string, query: string): Promise<News> {
    const response = await this.#fleet.agents.fetch('supervisor', `${LIST}/${id}/messages?${query}`, {
      token: await this.#fleet.token(),
    });
    expect(response.status).to.equal(200);
    return (await response.json()) as News;
  }

  /** What the audit log has about a conversation, turns aside, in order. */
  async actions(id: string): Promise<readonly string[]> {
    const rows = await this.#fleet.world.database.query(
      row({ action: column.text() }),
      sql`select action from audit_log where tenant_id = ${this.#fleet.shop.tenant} and subject = ${`conversation:${id}`} and action <> 'turn' order by created_at`,
    );
    return rows.map(({ action }) => action);
  }
}
