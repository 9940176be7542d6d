import { expect } from 'chai';

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
  readonly summary?: string;
}
interface Document {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** Every `$ref` of a document, at any depth. */
function refsIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    key === '$ref' && typeof member === 'string' ? [member] : refsIn(member),
  );
}

function resolve(document: unknown, ref: string): unknown {
  return ref
    .replace(/^#\//u, '')
    .split('/')
    .reduce<unknown>(
      (at, key) =>
        (at as Readonly<Record<string, unknown>> | undefined)?.[key.replaceAll('~1', '/').replaceAll('~0', '~')],
      document,
    );
}

/** Structure of OpenAPI 3.1, references that lead somewhere, and every documented operation served under its method only. */
export async function expectOpenApi(
  value: unknown,
  send: (method: string, path: string) => Promise<Response>,
): Promise<void> {
  const document = value as Document;
  expect(document.openapi).to.equal('3.1.0');
  expect(document.info.title).to.be.a('string').and.not.equal('');
  expect(document.info.version).to.match(/^\d+\.\d+\.\d+$/u);
  const refs = refsIn(document);
  expect(refs).not.to.be.empty;
  for (const ref of refs) expect(resolve(document, ref), ref).not.to.equal(undefined);
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const operation of Object.values(methods)) {
      expect(operation.summary, path).to.be.a('string').and.not.equal('');
      const named = [...path.matchAll(/\{(\w+)\}/gu)].map((match) => match[1]);
      expect(
        (operation.parameters ?? []).filter((parameter) => parameter.in === 'path').map((parameter) => parameter.name),
        path,
      ).to.have.members(named);
      expect(Object.keys(operation.responses), path).not.to.be.empty;
      for (const [status, { description }] of Object.entries(operation.responses)) {
        expect(status).to.match(/^[1-5]\d\d$/u);
        expect(description).to.be.a('string').and.not.equal('');
      }
    }
    const filled = path.replaceAll(/\{\w+\}/gu, 'none');
    const wrongMethod = await send('DELETE', filled);
    await wrongMethod.body?.cancel();
    expect(wrongMethod.status, `DELETE ${path}`).to.equal(405);
    const allowed = (wrongMethod.headers.get('allow') ?? '')
      .split(', ')
      .filter((method) => method !== 'HEAD')
      .map((method) => method.toLowerCase());
    // A tool's own path is one of `/tools/{name}`.
    expect(Object.keys(methods), path).to.have.members(allowed);
  }
}
