/**
 * How a tool's result travels to Bedrock and back. Bedrock takes `{ text }` (not empty) or `{ json }`, and the json must
 * be an object, so anything else is wrapped under one key.
 */
import { isJsonObject, type Json, type JsonObject } from '../json.ts';

const WRAPPER = 'tool_output';

export type ToolResultContent = { readonly text: string } | { readonly json: JsonObject };

export function encodeToolResult(content: Json): ToolResultContent {
  if (typeof content === 'string' && content.trim() !== '') return { text: content };
  return isJsonObject(content) ? { json: content } : { json: { [WRAPPER]: content } };
}

/** Undoes {@link encodeToolResult}; several blocks become an array. */
export function decodeToolResult(blocks: readonly ToolResultContent[]): Json {
  const values = blocks.map((block): Json => {
    if ('text' in block) return block.text;
    const wrapped = block.json[WRAPPER];
    return wrapped !== undefined && Object.keys(block.json).length === 1 ? wrapped : block.json;
  });
  return values.length === 1 ? (values[0] ?? null) : values;
}
