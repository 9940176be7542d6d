/** `GET P/docs`: the OpenAPI document as a plain page, readable without scripts. */
import { z } from 'zod';
import type { Agent } from '../agent/agent.ts';

const operationSchema = z.object({
  summary: z.string().optional(),
  description: z.string().optional(),
  responses: z.record(z.string(), z.object({ description: z.string().optional() })).optional(),
});
const documentSchema = z.object({
  info: z.object({ title: z.string(), version: z.string(), description: z.string().optional() }),
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
});

export function docsPage(agent: Agent, document: unknown): string {
  const { info, paths } = documentSchema.parse(document);
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]) => `
    <section><h2><code>${escape(method.toUpperCase())} ${escape(path)}</code></h2>
    <p>${escape(operation.summary ?? '')}</p>${operation.description === undefined ? '' : `<p>${escape(operation.description)}</p>`}
    <table><caption>Answers</caption><tbody>${Object.entries(operation.responses ?? {})
      .map(
        ([status, response]) =>
          `<tr><th scope="row">${escape(status)}</th><td>${escape(response.description ?? '')}</td></tr>`,
      )
      .join('')}</tbody></table></section>`,
    ),
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escape(info.title)}</title><meta name="viewport" content="width=device-width">
    <style>body{font:16px/1.5 system-ui;max-width:60rem;margin:2rem auto;padding:0 1rem}code{font-size:1.05rem}table{border-collapse:collapse}th,td{border:1px solid #888;padding:.25rem .5rem;text-align:left;white-space:pre-line}caption{text-align:left}</style></head>
    <body><main><h1>${escape(info.title)} ${escape(info.version)}</h1><p>${escape(info.description ?? '')}</p><p>Machine-readable: <a href="${agent.member.prefix}/openapi.json">openapi.json</a></p>${operations.join('')}</main></body></html>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/gu, (character) => `&#${character.codePointAt(0) ?? 0};`);
}
