// Copied into a build beside NAME.bundle as NAME.js: runs the bundle with what V8 had compiled of it when it was built
// (NAME.cache, made by code-cache.mjs). Another Node rejects that and compiles the bundle itself; nothing else changes.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire, SourceMap } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Script } from 'node:vm';

const filename = fileURLToPath(import.meta.url).replace(/\.js$/u, '.bundle');
const cache = filename.replace(/\.bundle$/u, '.cache');

/** Node's own --enable-source-maps does not see scripts that are run like this one. Read when an error is told. */
let map;
function placeInSource(site) {
  const place = `${filename}:${site.getLineNumber()}:${site.getColumnNumber()}`;
  if (site.getFileName() !== filename) return String(site);
  map ??= new SourceMap(JSON.parse(readFileSync(`${filename}.map`, 'utf8')));
  const { originalSource, originalLine, originalColumn } = map.findEntry(
    site.getLineNumber() - 1,
    site.getColumnNumber() - 1,
  );
  if (originalSource === undefined) return String(site);
  const source = fileURLToPath(new URL(originalSource, pathToFileURL(filename)));
  return String(site).replace(place, `${source}:${originalLine + 1}:${originalColumn + 1}`);
}
if (process.sourceMapsEnabled && existsSync(`${filename}.map`))
  Error.prepareStackTrace = (error, sites) =>
    [error, ...sites.map((site) => `at ${placeInSource(site)}`)].join('\n    ');

// The bundle is ASCII: so V8 keeps it at a byte a character.
const script = new Script(readFileSync(filename, 'latin1'), {
  filename,
  cachedData: existsSync(cache) ? readFileSync(cache) : undefined,
});
script.runInThisContext()(createRequire(import.meta.url), import.meta.url);
