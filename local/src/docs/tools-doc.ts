/** `docs/tools.md`: every tool of the fleet with its input, made from the schemas, and a call that works in the demo shop. */
import { agent as orderManagement } from '@deskfleet/order-management/agent.ts';
import { agent as personalization } from '@deskfleet/personalization/agent.ts';
import { agent as productRecommendation } from '@deskfleet/product-recommendation/agent.ts';
import { inputSchema, type Agent } from '@deskfleet/shared/agent/agent.ts';
import { effectOf, type Tool } from '@deskfleet/shared/agent/tool.ts';
import { isJsonObject, type Json, type JsonObject } from '@deskfleet/shared/json.ts';
import { agent as supervisor } from '@deskfleet/supervisor/agent.ts';
import { agent as troubleshooting } from '@deskfleet/troubleshooting/agent.ts';

/** In the order of the fleet. */
export const AGENTS: readonly Agent[] = [
  supervisor,
  orderManagement,
  productRecommendation,
  personalization,
  troubleshooting,
];

const INTRODUCTION = `# Tools

Generated from the schemas: \`npm run docs\`. A tool is run by the model in a chat, or directly by a service or by staff:

\`\`\`
POST {agent's path}/tools/{name}
authorization: Bearer {token with the role service or staff}
x-customer-id: {on whose behalf}
idempotency-key: {for writes}
\`\`\`

The samples work in the demo shop; a test runs each of them. In a chat a write is only proposed, and done after the
customer's yes. Called directly with an \`Idempotency-Key\` it is done at once, once. Tools for staff need a staff token
and are on no model's menu. Bad input is answered with what is wrong and what would be right
(\`422 tool_input_invalid\`), somebody else's id like one that does not exist.
`;

export function renderToolsDoc(agents: readonly Agent[] = AGENTS): string {
  return `${[INTRODUCTION, ...agents.map(agentSection)].join('\n').trim()}\n`;
}

function agentSection(agent: Agent): string {
  const { title, prefix } = agent.member;
  const tools = agent.tools.map((tool) => toolSection(tool, prefix));
  return `## ${title}\n\n${tools.join('\n')}`;
}

function toolSection(tool: Tool, prefix: string): string {
  const schema = inputSchema(tool);
  const facts = [
    effectOf(tool) === 'read' ? 'reads' : tool.kind === 'decision' ? 'settles a proposal' : 'writes',
    ...(tool.audience === 'staff' ? ['staff only'] : []),
    tool.needsCustomer ? 'on behalf of a customer' : 'no customer needed',
  ];
  return [
    `### ${tool.name}`,
    '',
    `\`POST ${prefix}/tools/${tool.name}\` · ${facts.join(' · ')}`,
    '',
    tool.description,
    '',
    inputTable(schema),
    '',
    ...(tool.sample === undefined ? [] : [sampleText(tool.sample), '']),
  ].join('\n');
}

function sampleText({ customer, input }: NonNullable<Tool['sample']>): string {
  const whose = customer === null ? '' : ` as \`${customer}\``;
  return `Sample${whose}:\n\n\`\`\`json\n${JSON.stringify(input, null, 2)}\n\`\`\``;
}

function inputTable(schema: JsonObject): string {
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
  const required = new Set(Array.isArray(schema['required']) ? schema['required'] : []);
  const rows = rowsOf(properties, required, '');
  if (rows.length === 0) return 'Takes no input.';
  return ['| Field | Type | Needed | Meaning |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function rowsOf(properties: JsonObject, required: ReadonlySet<Json>, prefix: string): string[] {
  return Object.entries(properties).flatMap(([name, value]) => {
    const schema = isJsonObject(value) ? value : {};
    const needed = required.has(name)
      ? 'yes'
      : 'default' in schema
        ? `default ${JSON.stringify(schema['default'])}`
        : '';
    const cells = [`\`${prefix}${name}\``, typeText(schema), needed, textOr(schema['description'], '')];
    const inner = isJsonObject(schema['items']) ? schema['items'] : schema;
    const deeper = isJsonObject(inner['properties']) ? inner['properties'] : {};
    const innerRequired = new Set(Array.isArray(inner['required']) ? inner['required'] : []);
    const path = `${prefix}${name}${schema['type'] === 'array' ? '[]' : ''}.`;
    return [`| ${cells.map(escaped).join(' | ')} |`, ...rowsOf(deeper, innerRequired, path)];
  });
}

function textOr(value: Json | undefined, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

function escaped(cell: string): string {
  return cell.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

/** "integer, 1 to 50", "one of a, b", "list of text". */
function typeText(schema: JsonObject): string {
  if (Array.isArray(schema['enum'])) return `one of ${schema['enum'].map(String).join(', ')}`;
  if (Array.isArray(schema['anyOf']))
    return schema['anyOf'].map((one) => (isJsonObject(one) ? typeText(one) : '')).join(' or ');
  if ('const' in schema) return JSON.stringify(schema['const']);
  const type = textOr(schema['type'], 'any');
  switch (type) {
    case 'string':
      return ['text', ...limits(schema['minLength'], schema['maxLength'], ' characters')].join(', ');
    case 'array':
      return `list of ${isJsonObject(schema['items']) ? typeText(schema['items']) : 'any'}`;
    case 'integer':
    case 'number':
      return [type, ...limits(schema['minimum'], schema['maximum'], '')].join(', ');
    default:
      return type;
  }
}

/** JSON Schema names the largest safe integer where there is no limit. */
function limits(least: Json | undefined, most: Json | undefined, unit: string): string[] {
  const low = typeof least === 'number' && least > -Number.MAX_SAFE_INTEGER ? least : undefined;
  const high = typeof most === 'number' && most < Number.MAX_SAFE_INTEGER ? most : undefined;
  if (low !== undefined && high !== undefined) return [`${String(low)} to ${String(high)}${unit}`];
  if (high !== undefined) return [`at most ${String(high)}${unit}`];
  return low === undefined || (low === 1 && unit !== '') ? [] : [`at least ${String(low)}${unit}`];
}
